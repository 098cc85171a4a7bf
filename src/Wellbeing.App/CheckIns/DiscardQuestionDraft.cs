using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>Throws the draft away.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record DiscardQuestionDraft(Actor By, int Seen) : IRequest<PublishQuestionsResult>, IActed;

internal sealed class DiscardQuestionDraftHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<DiscardQuestionDraft, PublishQuestionsResult>
{
    public async Task<PublishQuestionsResult> Handle(DiscardQuestionDraft request, CancellationToken cancellationToken)
    {
        if (await db.QuestionDraftAsSeen(request.Seen, cancellationToken) is not { } draft)
            return new PublishQuestionsResult.ChangedMeanwhile();
        db.QuestionDrafts.Remove(draft);
        db.Audit(request.By, AuditActions.QuestionsDiscarded, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        return new PublishQuestionsResult.Discarded();
    }
}
