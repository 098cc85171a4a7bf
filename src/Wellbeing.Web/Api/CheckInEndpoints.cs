using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.Detection;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Api;

/// <summary>A check-in. Every answer may be left out or null: "I would rather not say".</summary>
internal sealed record NewCheckIn(
    [property: Description("A UUID made once for each check-in: sent again, it returns the first result.")]
    Guid SubmissionId,
    [property: Description("Strength of distressing feelings, 0 (none) to 10 (the most imaginable)."), Range(0, 10)]
    int? Intensity = null,
    [property: Description("Impact on daily life, 0 (none) to 10 (cannot do usual things)."), Range(0, 10)]
    int? Functioning = null,
    [property: Description("Compared with last time.")]
    PerceivedChange? Change = null,
    [property: Description("Feelings felt, by name, each with its strength 0 to 10, or null where the strength is not known.")]
    IReadOnlyDictionary<Emotion, int?>? Emotions = null,
    [property: Description("Free words."), MaxLength(CheckIn.MaximumWordsLength)]
    string? Words = null,
    [property: Description("\"I would like someone to contact me.\"")]
    bool ContactMe = false);

/// <summary>What the person is told about a check-in that was stored.</summary>
/// <param name="SomeoneLooksByUtc">By when the team means to have looked, where somebody was told.</param>
/// <param name="Repeated">It was stored by an earlier request with the same submissionId.</param>
internal sealed record CheckInReceipt(
    Guid Id, Guid SubmissionId, DateTime SubmittedAtUtc, DateTime? SomeoneLooksByUtc, bool AskedForContact, bool Repeated);

/// <summary>A participant's own check-ins.</summary>
internal static class CheckInEndpoints
{
    public static void MapCheckIns(this RouteGroupBuilder api)
    {
        var checkIns = api.MapGroup("/check-ins").WithTags("Check-ins").RequireAuthorization(Policies.ApiPrefix + Policies.Participant);
        checkIns.MapPost("", Submit).WithName("submitCheckIn")
            .WithSummary("Store a check-in of the signed-in participant: 201, or 200 where this submissionId was stored before.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        checkIns.MapGet("", Mine).WithName("listMyCheckIns")
            .WithSummary("The signed-in participant's check-ins, newest first.");
        checkIns.MapGet("/{id:guid}", One).WithName("getMyCheckIn")
            .WithSummary("One check-in of the signed-in participant.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<CheckInReceipt>, Ok<CheckInReceipt>, ProblemHttpResult>> Submit(
        NewCheckIn body, ClaimsPrincipal user, ISender sender, CancellationToken cancellationToken)
    {
        var answers = new Answers(
            body.Intensity, body.Functioning, body.Change, body.Emotions ?? Answers.None.Emotions, body.Words, body.ContactMe);
        switch (await sender.Send(new SubmitCheckIn(user.ToActor(), body.SubmissionId, answers), cancellationToken))
        {
            case SubmitCheckInResult.Saved saved:
                var receipt = new CheckInReceipt(
                    saved.CheckInId, body.SubmissionId, saved.SubmittedAtUtc, saved.SomeoneLooksByUtc, saved.AskedForContact, saved.Repeated);
                return saved.Repeated ? TypedResults.Ok(receipt) : TypedResults.Created($"{WellbeingApi.Root}/check-ins/{saved.CheckInId:D}", receipt);
            case SubmitCheckInResult.Closed:
                return ApiProblem.Conflict("participationClosed", "Your participation has ended.", "Nothing was stored. Contact the team if this is a surprise.");
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<Ok<IReadOnlyList<CheckInView>>> Mine(
        ClaimsPrincipal user, ISender sender, CancellationToken cancellationToken,
        [Description("An instant, such as 2026-02-02T00:00:00Z; check-ins at or after it.")] DateTimeOffset? since = null,
        [Description("At most this many, 1 to 1000.")] int take = 200) =>
        TypedResults.Ok(await sender.Send(new GetMyCheckIns(user.ToActor(), since?.UtcDateTime, take), cancellationToken));

    private static async Task<Results<Ok<CheckInView>, ProblemHttpResult>> One(
        Guid id, ClaimsPrincipal user, ISender sender, CancellationToken cancellationToken) =>
        await sender.Send(new GetMyCheckInById(user.ToActor(), id), cancellationToken) is { } checkIn
            ? TypedResults.Ok(checkIn)
            : ApiProblem.NotFound("You have no such check-in.");
}
