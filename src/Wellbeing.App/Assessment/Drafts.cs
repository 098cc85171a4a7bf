using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>A check-in in the making.</summary>
/// <param name="Id">Becomes the submission id.</param>
/// <param name="Answers">What was answered so far.</param>
/// <param name="Answered">Names of the questions already answered or skipped, so that a skip is told from "not
/// yet".</param>
/// <param name="AllOnOnePage">How the person likes to be asked.</param>
public sealed record Draft(
    Guid Id,
    Answers Answers,
    IReadOnlySet<string> Answered,
    DateTime StartedAtUtc,
    bool AllOnOnePage
)
{
    /// <summary>A family member is reminded whose feelings are meant.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>The questions it was begun under, and is finished under, whatever is published meanwhile.</summary>
    public QuestionPlan Plan { get; init; } = QuestionPlan.Default;

    /// <summary>What was known of the person's stretch of strong feelings when it was read.</summary>
    public StrongStretch Stretch { get; init; } = StrongStretch.None;

    /// <summary>Those of them that this person is asked, in order, as the answers stand.</summary>
    public IReadOnlyList<AskedQuestion> Questions => Stretch.Fit(Plan.Asked(Kind), Answers.Intensity, Answers.Change);

    /// <summary>The same for a page that asks all at once.</summary>
    public IReadOnlyList<AskedQuestion> AllQuestions =>
        Stretch.Fit(Plan.Asked(Kind), withDuration: Stretch.AskedFrom is not null);
}

/// <summary>Begins a check-in, or returns the one already begun: two tabs fill the same one.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record StartCheckIn(Actor By) : IRequest<Draft>, IActed
{
    /// <summary>The version of the questions that somebody has before them already; null for the one in
    /// force.</summary>
    public int? QuestionVersion { get; init; }
}

/// <summary>The check-in the person has begun, or null.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetDraft(Actor By) : IRequest<Draft?>, IActed;

/// <summary>Keeps the answers of one step. Nothing is assessed or shown to anybody before it is sent.</summary>
/// <param name="Answered">The question this step answered or skipped.</param>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record SaveDraft(Actor By, Guid DraftId, Answers Answers, IReadOnlySet<string> Answered)
    : IRequest<SaveDraftResult>,
        IActed;

public enum SaveDraftResult
{
    Saved,

    /// <summary>This check-in was already sent, or begun anew: nothing to save into.</summary>
    Gone,
}

/// <summary>Throws the begun check-in away.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record DiscardDraft(Actor By) : IRequest, IActed;

internal sealed class DraftHandlers(
    WellbeingDb db,
    QuestionBook questions,
    StretchReader stretches,
    SealedText text,
    TimeProvider clock
)
    : IRequestHandler<StartCheckIn, Draft>,
        IRequestHandler<GetDraft, Draft?>,
        IRequestHandler<SaveDraft, SaveDraftResult>,
        IRequestHandler<DiscardDraft>
{
    public async Task<Draft> Handle(StartCheckIn request, CancellationToken cancellationToken)
    {
        var participant = await Participant(request.By, cancellationToken);
        if (await Find(request.By, cancellationToken) is { } begun)
            return await Read(begun, participant, cancellationToken);

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
            SealedAnswers = Write(Answers.None with { QuestionVersion = version }, new HashSet<string>()),
        };
        db.CheckInDrafts.Add(draft); // One a participant by a unique index: the second tab runs again and finds this one.
        await db.SaveChangesAsync(cancellationToken);
        return await Read(draft, participant, cancellationToken);
    }

    public async Task<Draft?> Handle(GetDraft request, CancellationToken cancellationToken) =>
        await Find(request.By, cancellationToken) is { } draft
            ? await Read(draft, await Participant(request.By, cancellationToken), cancellationToken)
            : null;

    public async Task<SaveDraftResult> Handle(SaveDraft request, CancellationToken cancellationToken)
    {
        if (await Find(request.By, cancellationToken) is not { } draft || draft.Id != request.DraftId)
            return SaveDraftResult.Gone;
        draft.SealedAnswers = Write(
            request.Answers with
            {
                QuestionVersion = Open(draft).Answers.QuestionVersion,
            },
            request.Answered
        );
        await db.SaveChangesAsync(cancellationToken);
        return SaveDraftResult.Saved;
    }

    public async Task Handle(DiscardDraft request, CancellationToken cancellationToken) =>
        await db
            .CheckInDrafts.Where(d => d.ParticipantId == request.By.ParticipantId)
            .ExecuteDeleteAsync(cancellationToken);

    private Task<CheckInDraft?> Find(Actor by, CancellationToken cancellationToken) =>
        db.CheckInDrafts.SingleOrDefaultAsync(d => d.ParticipantId == by.ParticipantId, cancellationToken);

    private Task<Participant> Participant(Actor by, CancellationToken cancellationToken) =>
        db.Participants.AsNoTracking().SingleAsync(p => p.Id == by.ParticipantId, cancellationToken);

    private string Write(Answers answers, IReadOnlySet<string> answered) =>
        text.Seal(JsonSerializer.Serialize(new Stored(answers, [.. answered])))!;

    private Stored Open(CheckInDraft draft) => JsonSerializer.Deserialize<Stored>(text.Open(draft.SealedAnswers)!)!;

    private async Task<Draft> Read(CheckInDraft draft, Participant participant, CancellationToken cancellationToken)
    {
        var stored = Open(draft);
        return new Draft(
            draft.Id,
            stored.Answers,
            stored.Answered.ToHashSet(),
            draft.StartedAtUtc,
            participant.AllQuestionsOnOnePage
        )
        {
            Kind = participant.Kind,
            Plan = await questions.Of(stored.Answers.QuestionVersion, cancellationToken),
            Stretch = await stretches.Of(participant.Id, cancellationToken),
        };
    }

    private sealed record Stored(Answers Answers, IReadOnlyList<string> Answered);
}
