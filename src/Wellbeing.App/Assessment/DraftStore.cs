using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>Reads and writes a check-in that is not sent yet; its answers are sealed.</summary>
internal sealed class DraftStore(WellbeingDb db, QuestionBook questions, StretchReader stretches, SealedText text)
{
    public Task<CheckInDraft?> Find(Actor by, CancellationToken cancellationToken) =>
        db.CheckInDrafts.SingleOrDefaultAsync(d => d.ParticipantId == by.ParticipantId, cancellationToken);

    public Task<Participant> Participant(Actor by, CancellationToken cancellationToken) =>
        db.Participants.AsNoTracking().SingleAsync(p => p.Id == by.ParticipantId, cancellationToken);

    public string Write(Answers answers, IReadOnlySet<string> answered) =>
        text.Seal(JsonSerializer.Serialize(new Stored(answers, [.. answered])))!;

    public Stored Open(CheckInDraft draft) => JsonSerializer.Deserialize<Stored>(text.Open(draft.SealedAnswers)!)!;

    public async Task<Draft> Read(CheckInDraft draft, Participant participant, CancellationToken cancellationToken)
    {
        Stored stored = Open(draft);
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

    public sealed record Stored(Answers Answers, IReadOnlyList<string> Answered);
}
