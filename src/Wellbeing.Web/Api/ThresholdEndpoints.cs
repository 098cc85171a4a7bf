using System.ComponentModel;
using System.Diagnostics;
using System.Security.Claims;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Api;

/// <summary>Settings to publish: all of them, not only what changes.</summary>
internal sealed record NewThresholds(
    [property: Description("The version these were made from; if another is in force by now, nothing is published.")]
        int BasedOn,
    DetectionSettings Detection,
    ResponseTargets Respond,
    [property: Description("Why, 5 to 1,000 characters: kept with the version for good.")] string Reason
);

/// <summary>A version without its values.</summary>
internal sealed record ThresholdsVersion(int Version, DateTime PublishedAtUtc, string PublishedByName, string Reason);

/// <param name="InForce">The newest version.</param>
/// <param name="History">Every version, newest first; their values are at <c>/thresholds/{version}</c>.</param>
internal sealed record ThresholdOverview(ThresholdSettings InForce, IReadOnlyList<ThresholdsVersion> History);

/// <summary>The thresholds in force, and those before them.</summary>
internal static class ThresholdEndpoints
{
    public static void MapThresholds(this RouteGroupBuilder api)
    {
        var thresholds = api.MapGroup("/thresholds").WithTags("Thresholds");
        thresholds
            .MapGet("", Overview)
            .AlsoForClients(ApiScope.ReadThresholds)
            .WithName("getThresholds")
            .WithSummary("The settings in force, and the list of all versions.");
        thresholds
            .MapGet("/{version:int}", One)
            .AlsoForClients(ApiScope.ReadThresholds)
            .WithName("getThresholdsVersion")
            .WithSummary("One version, as it was published.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        thresholds
            .MapPost("", Publish)
            .RequireAuthorization(Policies.ApiPrefix + Policies.Administrator)
            .WithName("publishThresholds")
            .WithSummary("Publish a new version: 201. 200 with the version in force where nothing differs from it.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<ThresholdOverview>> Overview(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var thresholds = await sender.Send(new GetThresholds(user.ToActor()), cancellationToken);
        return TypedResults.Ok(
            new ThresholdOverview(
                thresholds.InForce,
                [
                    .. thresholds.History.Select(g => new ThresholdsVersion(
                        g.Version,
                        g.PublishedAtUtc,
                        g.PublishedByName,
                        g.Reason
                    )),
                ]
            )
        );
    }

    private static async Task<Results<Ok<ThresholdSettings>, ProblemHttpResult>> One(
        int version,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        await Find(version, user, sender, cancellationToken) is { } settings
            ? TypedResults.Ok(settings)
            : ApiProblem.NotFound("There is no such version.");

    private static async Task<Results<Created<ThresholdSettings>, Ok<ThresholdSettings>, ProblemHttpResult>> Publish(
        NewThresholds body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var request = new PublishThresholds(user.ToActor(), body.BasedOn, body.Detection, body.Respond, body.Reason);
        switch (await Send(request, sender, cancellationToken))
        {
            case PublishThresholdsResult.Published published:
                return TypedResults.Created(
                    $"{WellbeingApi.Root}/thresholds/{published.Version}",
                    await Find(published.Version, user, sender, cancellationToken)
                );
            case PublishThresholdsResult.Unchanged:
                return TypedResults.Ok(await Find(body.BasedOn, user, sender, cancellationToken));
            case PublishThresholdsResult.Outdated outdated:
                return ApiProblem.Conflict(
                    "outdated",
                    "Somebody else published first.",
                    $"Version {outdated.InForce} of {outdated.PublishedByName} is in force. Read it, then publish based on it.",
                    ("inForce", outdated.InForce),
                    ("byName", outdated.PublishedByName)
                );
            case PublishThresholdsResult.NeedsSomebodyElse:
                return ApiProblem.Conflict(
                    "secondAdministrator",
                    "Another administrator must publish.",
                    "Thresholds:SecondAdministrator is on: save a draft under Administration, Thresholds; another administrator publishes it there."
                );
            default:
                throw new UnreachableException();
        }
    }

    // A setting's key is its path below "detection" in the body.
    private static async Task<PublishThresholdsResult> Send(
        PublishThresholds request,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await sender.Send(request, cancellationToken);
        }
        catch (ValidationException invalid)
        {
            var keys = SettingsCatalogue.All.Select(s => s.Key).ToHashSet();
            throw new ValidationException(
                invalid.Errors.Select(e =>
                    keys.Contains(e.PropertyName)
                        ? new ValidationFailure($"detection.{e.PropertyName}", e.ErrorMessage)
                        : e
                )
            );
        }
    }

    private static async Task<ThresholdSettings?> Find(
        int version,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        (await sender.Send(new GetThresholds(user.ToActor()), cancellationToken)).History.SingleOrDefault(g =>
            g.Version == version
        );
}
