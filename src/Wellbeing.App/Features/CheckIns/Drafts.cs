using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.CheckIns;

/// <summary>A check-in in the making.</summary>
/// <param name="Id">Becomes the submission id.</param>
/// <param name="Answers">What was answered so far.</param>
/// <param name="Answered">Names of the questions already answered or skipped, so that a skip is told from "not yet".</param>
/// <param name="AllOnOnePage">How the person likes to be asked.</param>
public sealed record Draft(Guid Id, Answers Answers, IReadOnlySet<string> Answered, DateTime StartedAtUtc, bool AllOnOnePage)
{
    /// <summary>A family member is reminded whose feelings are meant.</summary>
    public ParticipantKind Kind { get; init; }
}

/// <summary>Begins a check-in, or returns the one already begun: two tabs fill the same one.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record StartCheckIn(Actor By) : IRequest<Draft>, IActed;

/// <summary>The check-in the person has begun, or null.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetDraft(Actor By) : IRequest<Draft?>, IActed;

/// <summary>Keeps the answers of one step. Nothing is assessed or shown to anybody before it is sent.</summary>
/// <param name="Answered">The question this step answered or skipped.</param>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record SaveDraft(Actor By, Guid DraftId, Answers Answers, IReadOnlySet<string> Answered) : IRequest<SaveDraftResult>, IActed;

public enum SaveDraftResult
{
    Saved,

    /// <summary>This check-in was already sent, or begun anew: nothing to save into.</summary>
    Gone,
}

/// <summary>Throws the begun check-in away.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record DiscardDraft(Actor By) : IRequest, IActed;

internal sealed class DraftHandlers(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<StartCheckIn, Draft>, IRequestHandler<GetDraft, Draft?>,
      IRequestHandler<SaveDraft, SaveDraftResult>, IRequestHandler<DiscardDraft>
{
    public async Task<Draft> Handle(StartCheckIn request, CancellationToken cancellationToken)
    {
        var participant = await Participant(request.By, cancellationToken);
        if (await Find(request.By, cancellationToken) is { } begun) return Read(begun, participant);

        var now = clock.GetUtcNow().UtcDateTime;
        var draft = new CheckInDraft
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = participant.Id,
            StartedAtUtc = now,
            SealedAnswers = Write(Answers.None, new HashSet<string>()),
        };
        db.CheckInDrafts.Add(draft); // One a participant by a unique index: the second tab runs again and finds this one.
        await db.SaveChangesAsync(cancellationToken);
        return Read(draft, participant);
    }

    public async Task<Draft?> Handle(GetDraft request, CancellationToken cancellationToken) =>
        await Find(request.By, cancellationToken) is { } draft ? Read(draft, await Participant(request.By, cancellationToken)) : null;

    public async Task<SaveDraftResult> Handle(SaveDraft request, CancellationToken cancellationToken)
    {
        if (await Find(request.By, cancellationToken) is not { } draft || draft.Id != request.DraftId) return SaveDraftResult.Gone;
        draft.SealedAnswers = Write(request.Answers, request.Answered);
        await db.SaveChangesAsync(cancellationToken);
        return SaveDraftResult.Saved;
    }

    public async Task Handle(DiscardDraft request, CancellationToken cancellationToken) =>
        await db.CheckInDrafts.Where(d => d.ParticipantId == request.By.ParticipantId).ExecuteDeleteAsync(cancellationToken);

    private Task<CheckInDraft?> Find(Actor by, CancellationToken cancellationToken) =>
        db.CheckInDrafts.SingleOrDefaultAsync(d => d.ParticipantId == by.ParticipantId, cancellationToken);

    private Task<Participant> Participant(Actor by, CancellationToken cancellationToken) =>
        db.Participants.AsNoTracking().SingleAsync(p => p.Id == by.ParticipantId, cancellationToken);

    private string Write(Answers answers, IReadOnlySet<string> answered) =>
        text.Seal(JsonSerializer.Serialize(new Stored(answers, [.. answered])))!;

    private Draft Read(CheckInDraft draft, Participant participant)
    {
        var stored = JsonSerializer.Deserialize<Stored>(text.Open(draft.SealedAnswers)!)!;
        return new Draft(draft.Id, stored.Answers, stored.Answered.ToHashSet(), draft.StartedAtUtc, participant.AllQuestionsOnOnePage) { Kind = participant.Kind };
    }

    private sealed record Stored(Answers Answers, IReadOnlyList<string> Answered);
}
