using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Wellbeing.App.Accounts;
using Wellbeing.App.Flags;
using Wellbeing.Detection;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Api;

/// <summary>An attempt to reach the person. On an open flag it takes the flag in hand too.</summary>
internal sealed record NewContactAttempt(
    ContactChannel Channel,
    bool Reached,
    [property:
        Description("The team's own, never shown to the participant."),
        MaxLength(RecordContactAttempt.MaximumNoteLength)
    ]
        string? Note = null,
    [property: Description("A UUID made once for each attempt: sent again, it records nothing more.")]
        Guid? RequestId = null,
    [property: Description(
        "When it was, not in the future and at most one hour before the flag was raised; now unless said. One from before the flag was raised is kept and counts for nothing on it."
    )]
        DateTimeOffset? At = null,
    [property: Description(
        "True: added even where a colleague resolved the flag meanwhile, marked as late, up to 7 days after. The flag stays resolved."
    )]
        bool EvenIfResolved = false
);

/// <summary>How a flag ended.</summary>
internal sealed record Resolution(
    [property: Description(
        "All but unableToReach, raisedInError and notNeeded need a recorded attempt that reached the person."
    )]
        FlagOutcome Outcome,
    [property:
        Description("The team's own; at least 10 characters where nobody was reached, and for notNeeded."),
        MaxLength(ResolveFlag.MaximumNoteLength)
    ]
        string? Note = null
);

/// <summary>An acknowledgement with an end of one's own choosing.</summary>
internal sealed record Snooze(
    [property: Description(
        "An instant at most 24 hours from now for an urgent flag (4 hours while nobody has reached the person), at most 7 days for another. A late flag is not snoozed before somebody has tried to be in touch."
    )]
        DateTimeOffset Until,
    [property:
        Description("Why it may wait, for colleagues: 5 to 500 characters."),
        MaxLength(SnoozeFlag.MaximumReasonLength)
    ]
        string Reason
);

/// <summary>Whose a flag should be.</summary>
internal sealed record Assignment([property: Description("The id of a nurse, of GET /nurses.")] Guid Nurse);

/// <summary>A flag raised by hand.</summary>
internal sealed record NewFlag(
    Guid ParticipantId,
    [property: Description("How soon somebody should look.")] Severity Severity,
    [property:
        Description("The team's own, never shown to the participant: 5 to 2,000 characters."),
        MaxLength(RaiseFlag.MaximumReasonLength)
    ]
        string Reason,
    [property: Description("A UUID made once for each raise: sent again, it returns the same flag.")]
        Guid? RequestId = null
);

/// <param name="Joined">The person had an open flag, and this became one of its reasons.</param>
/// <param name="Repeated">An earlier request with the same requestId did it.</param>
internal sealed record RaisedFlag(Guid FlagId, bool Joined, bool Repeated);

/// <summary>A nurse to whom a flag can be given.</summary>
internal sealed record NurseName(Guid Id, string Name);

/// <summary>The nurse's work: what needs a human, and what was done about it.</summary>
internal static class FlagEndpoints
{
    public static void MapFlags(this RouteGroupBuilder api)
    {
        var flags = api.MapGroup("/flags").WithTags("Flags");
        flags
            .MapGet("", List)
            .AlsoForClients(ApiScope.ListFlags)
            .WithName("listFlags")
            .WithSummary("Flags, most urgent first; resolved ones newest first.")
            .WithNames<FlagFilter>("state");

        flags
            .MapPost("", Raise)
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("raiseFlag")
            .WithSummary(
                "Raise a flag by hand: 201, or 200 where it joined the person's open flag or this requestId raised it before."
            )
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/nurses", Nurses)
            .WithTags("Flags")
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("listNurses")
            .WithSummary("The team's nurses by name, to give a flag to.");

        var one = flags.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Get)
            .AlsoForClients(ApiScope.ReadFlags)
            .WithName("getFlag")
            .WithSummary(
                "Everything about one flag: findings explained, check-ins, contacts, history. Marks the check-ins as read."
            );
        one.MapPost("/acknowledge", Acknowledge)
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("acknowledgeFlag")
            .WithSummary("Take the flag in hand: escalation stops. 409 where a colleague was first.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/contact-attempts", RecordAttempt)
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("recordContactAttempt")
            .WithSummary(
                "Record an attempt to reach the person. 409 where the flag is resolved, unless it is added as a late record."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/snooze", PutOff)
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("snoozeFlag")
            .WithSummary(
                "Take the flag in hand until a chosen instant: escalation stops until then. 409 where a colleague has it."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/assign", Assign)
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("assignFlag")
            .WithSummary("Say whose the flag should be, and tell them. Escalation goes on until somebody acknowledges.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/resolve", Resolve)
            .AlsoForClients(ApiScope.WorkOnFlags)
            .WithName("resolveFlag")
            .WithSummary(
                "End the flag with an outcome. Final. 400 where the outcome says that somebody was reached and no attempt did; 409 where unableToReach needs more tries."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<FlagPage>> List(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken,
        [Description("Which flags; everything unresolved unless said.")] string? state = null,
        [Description("1, 2, 3...")] int page = 1,
        [Description("1 to 100.")] int pageSize = 25
    )
    {
        var filter = ApiProblem.NameOf(state, "state", FlagFilter.Unresolved);
        return TypedResults.Ok(
            await sender.Send(new ListFlags(user.ToActor(), filter, page, pageSize), cancellationToken)
        );
    }

    private static async Task<Results<Ok<FlagView>, ProblemHttpResult>> Get(
        Guid id,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken,
        [Description("How far back the check-ins go, 1 to 52.")] int weeks = 12
    ) =>
        await sender.Send(new GetFlag(user.ToActor(), id, weeks), cancellationToken) is { } flag
            ? TypedResults.Ok(flag)
            : NoSuchFlag();

    private static async Task<Results<NoContent, ProblemHttpResult>> Acknowledge(
        Guid id,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) => Answer(await sender.Send(new AcknowledgeFlag(user.ToActor(), id), cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RecordAttempt(
        Guid id,
        NewContactAttempt body,
        ClaimsPrincipal user,
        ISender sender,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) =>
        Answer(
            await sender.Send(
                new RecordContactAttempt(
                    user.ToActor(),
                    id,
                    body.RequestId ?? Guid.CreateVersion7(clock.GetUtcNow()),
                    body.Channel,
                    body.Reached,
                    body.Note
                )
                {
                    AtUtc = body.At?.UtcDateTime,
                    EvenIfResolved = body.EvenIfResolved,
                },
                cancellationToken
            )
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> PutOff(
        Guid id,
        Snooze body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        Answer(
            await sender.Send(
                new SnoozeFlag(user.ToActor(), id, body.Until.UtcDateTime, body.Reason),
                cancellationToken
            )
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> Assign(
        Guid id,
        Assignment body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) => Answer(await sender.Send(new AssignFlag(user.ToActor(), id, body.Nurse), cancellationToken));

    private static async Task<Results<Created<RaisedFlag>, Ok<RaisedFlag>, ProblemHttpResult>> Raise(
        NewFlag body,
        ClaimsPrincipal user,
        ISender sender,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var request = new RaiseFlag(
            user.ToActor(),
            body.ParticipantId,
            body.RequestId ?? Guid.CreateVersion7(clock.GetUtcNow()),
            body.Severity,
            body.Reason
        );
        if (await sender.Send(request, cancellationToken) is not RaiseFlagResult.Raised raised)
            return ApiProblem.NotFound("There is no such participant.");
        var flag = new RaisedFlag(raised.FlagId, raised.Joined, raised.Repeated);
        return raised.Joined || raised.Repeated
            ? TypedResults.Ok(flag)
            : TypedResults.Created($"{WellbeingApi.Root}/flags/{raised.FlagId:D}", flag);
    }

    private static async Task<Ok<IReadOnlyList<NurseName>>> Nurses(
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok<IReadOnlyList<NurseName>>([
            .. (await sender.Send(new ListColleagues(user.ToActor()), cancellationToken))
                .Where(c => c.IsNurse && c.CanAct)
                .Select(c => new NurseName(c.Id, c.Name)),
        ]);

    private static async Task<Results<NoContent, ProblemHttpResult>> Resolve(
        Guid id,
        Resolution body,
        ClaimsPrincipal user,
        ISender sender,
        CancellationToken cancellationToken
    ) => Answer(await sender.Send(new ResolveFlag(user.ToActor(), id, body.Outcome, body.Note), cancellationToken));

    private static Results<NoContent, ProblemHttpResult> Answer(FlagChangeResult result) =>
        result switch
        {
            FlagChangeResult.Done => TypedResults.NoContent(),
            FlagChangeResult.NotFound => NoSuchFlag(),
            FlagChangeResult.TakenBy taken => ApiProblem.Conflict(
                "takenByColleague",
                "A colleague was first.",
                $"{taken.Name} took this flag in hand at {taken.AtUtc:O}.",
                ("byName", taken.Name),
                ("atUtc", taken.AtUtc)
            ),
            FlagChangeResult.AlreadyResolved resolved => ApiProblem.Conflict(
                "alreadyResolved",
                "The flag is resolved.",
                $"{resolved.ByName} resolved it at {resolved.AtUtc:O}.",
                ("byName", resolved.ByName),
                ("atUtc", resolved.AtUtc)
            ),
            FlagChangeResult.NeedsMoreAttempts more => ApiProblem.Conflict(
                "needsMoreAttempts",
                "'Unable to reach' needs more recorded attempts.",
                $"{more.Recorded} of {more.Needed} are recorded.",
                ("recorded", more.Recorded),
                ("needed", more.Needed)
            ),
            _ => throw new UnreachableException(),
        };

    private static ProblemHttpResult NoSuchFlag() => ApiProblem.NotFound("There is no such flag.");
}
