using MediatR;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

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

internal sealed class SaveDraftHandler(WellbeingDb db, DraftStore draftStore)
    : IRequestHandler<SaveDraft, SaveDraftResult>
{
    public async Task<SaveDraftResult> Handle(SaveDraft request, CancellationToken cancellationToken)
    {
        if (await draftStore.Find(request.By, cancellationToken) is not { } draft || draft.Id != request.DraftId)
            return SaveDraftResult.Gone;
        draft.SealedAnswers = draftStore.Write(
            request.Answers with
            {
                QuestionVersion = draftStore.Open(draft).Answers.QuestionVersion,
            },
            request.Answered
        );
        await db.SaveChangesAsync(cancellationToken);
        return SaveDraftResult.Saved;
    }
}
