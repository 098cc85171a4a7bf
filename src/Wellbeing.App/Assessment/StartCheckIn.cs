using MediatR;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>Begins a check-in, or returns the one already begun: two tabs fill the same one.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record StartCheckIn(Actor By) : IRequest<Draft>, IActed
{
    /// <summary>The version of the questions that somebody has before them already; null for the one in
    /// force.</summary>
    public int? QuestionVersion { get; init; }
}

internal sealed class StartCheckInHandler(
    WellbeingDb db,
    QuestionBook questions,
    DraftStore draftStore,
    TimeProvider clock
) : IRequestHandler<StartCheckIn, Draft>
{
    public async Task<Draft> Handle(StartCheckIn request, CancellationToken cancellationToken)
    {
        var participant = await draftStore.Participant(request.By, cancellationToken);
        if (await draftStore.Find(request.By, cancellationToken) is { } begun)
            return await draftStore.Read(begun, participant, cancellationToken);

        var now = clock.GetUtcNow().UtcDateTime;
        var version =
            request.QuestionVersion is { } known && await questions.Find(known, cancellationToken) is not null
                ? known
                : await questions.VersionInForce(cancellationToken);
        var draft = new CheckInDraft
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = participant.Id,
            StartedAtUtc = now,
            SealedAnswers = draftStore.Write(Answers.None with { QuestionVersion = version }, new HashSet<string>()),
        };
        db.CheckInDrafts.Add(draft); // One a participant by a unique index: the second tab runs again and finds this one.
        await db.SaveChangesAsync(cancellationToken);
        return await draftStore.Read(draft, participant, cancellationToken);
    }
}
