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
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Api;

/// <summary>Settings to publish: all of them, not only what changes.</summary>
internal sealed record NewGuidance(
    [property: Description("The version these were made from; if another is in force by now, nothing is published.")]
        int BasedOn,
    DetectionSettings Detection,
    ResponseTargets Respond,
    [property: Description("Why, 5 to 1,000 characters: kept with the version for good.")] string Reason
);

/// <summary>A version without its values.</summary>
internal sealed record GuidanceVersion(int Version, DateTime PublishedAtUtc, string PublishedByName, string Reason);

/// <param name="InForce">The newest version.</param>
/// <param name="History">Every version, newest first; their values are at <c>/guidance-settings/{version}</c>.</param>
internal sealed record GuidanceOverview(GuidanceSettings InForce, IReadOnlyList<GuidanceVersion> History);

/// <summary>The thresholds in force, and those before them.</summary>
internal static class GuidanceEndpoints
{
    public static void MapGuidance(this RouteGroupBuilder api)
    {
        var guidance = api.MapGroup("/guidance-settings").WithTags("Guidance settings");
        guidance
            .MapGet("", Overview)
            .AlsoForClients(ApiScope.ReadGuidance)
            .WithName("getGuidanceSettings")
            .WithSummary("The settings in force, and the list of all versions.");
        guidance
            .MapGet("/{version:int}", One)
            .AlsoForClients(ApiScope.ReadGuidance)
            .WithName("getGuidanceSettingsVersion")
            .WithSummary("One version, as it was published.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        guidance
            .MapPost("", Publish)
            .RequireAuthorization(Policies.ApiPrefix + Policies.Administrator)
            .WithName("publishGuidanceSettings")
            .WithSummary("Publish a new version: 201. 200 with the version in force where nothing differs from it.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<GuidanceOverview>> Overview(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var guidance = await sender.Send(new GetGuidance(user.ToActor()), cancellationToken);
        return TypedResults.Ok(
            new GuidanceOverview(
                guidance.InForce,
                [
                    .. guidance.History.Select(g => new GuidanceVersion(
                        g.Version,
                        g.PublishedAtUtc,
                        g.PublishedByName,
                        g.Reason
                    )),
                ]
            )
        );
    }

    private static async Task<Results<Ok<GuidanceSettings>, ProblemHttpResult>> One(
        int version,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        await Find(version, user, sender, cancellationToken) is { } settings
            ? TypedResults.Ok(settings)
            : ApiProblem.NotFound("There is no such version.");

    private static async Task<Results<Created<GuidanceSettings>, Ok<GuidanceSettings>, ProblemHttpResult>> Publish(
        NewGuidance body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        var request = new PublishGuidance(user.ToActor(), body.BasedOn, body.Detection, body.Respond, body.Reason);
        switch (await Send(request, sender, cancellationToken))
        {
            case PublishGuidanceResult.Published published:
                return TypedResults.Created(
                    $"{WellbeingApi.Root}/guidance-settings/{published.Version}",
                    await Find(published.Version, user, sender, cancellationToken)
                );
            case PublishGuidanceResult.Unchanged:
                return TypedResults.Ok(await Find(body.BasedOn, user, sender, cancellationToken));
            case PublishGuidanceResult.Outdated outdated:
                return ApiProblem.Conflict(
                    "outdated",
                    "Somebody else published first.",
                    $"Version {outdated.InForce} of {outdated.PublishedByName} is in force. Read it, then publish based on it.",
                    ("inForce", outdated.InForce),
                    ("byName", outdated.PublishedByName)
                );
            case PublishGuidanceResult.NeedsSomebodyElse:
                return ApiProblem.Conflict(
                    "secondAdministrator",
                    "Another administrator must publish.",
                    "Guidance:SecondAdministrator is on: save a draft under Administration, Thresholds; another administrator publishes it there."
                );
            default:
                throw new UnreachableException();
        }
    }

    // A setting's key is its path below "detection" in the body.
    private static async Task<PublishGuidanceResult> Send(
        PublishGuidance request,
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

    private static async Task<GuidanceSettings?> Find(
        int version,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        (await sender.Send(new GetGuidance(user.ToActor()), cancellationToken)).History.SingleOrDefault(g =>
            g.Version == version
        );
}
