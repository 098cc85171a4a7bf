using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Throws a draft away. False where it was gone already.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record DiscardThresholdDraft(Actor By, Guid DraftId) : IRequest<bool>, IActed;

internal sealed class DiscardThresholdDraftHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<DiscardThresholdDraft, bool>
{
    public async Task<bool> Handle(DiscardThresholdDraft request, CancellationToken cancellationToken)
    {
        if (
            await db.ThresholdDrafts.SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is not { } draft
        )
            return false;
        db.ThresholdDrafts.Remove(draft);
        db.Audit(
            request.By,
            AuditActions.ThresholdDraftDiscarded,
            clock.GetUtcNow().UtcDateTime,
            detail: new ThresholdDraftDetail(draft.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
