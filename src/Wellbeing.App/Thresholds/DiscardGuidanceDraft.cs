using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Throws a draft away. False where it was gone already.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record DiscardGuidanceDraft(Actor By, Guid DraftId) : IRequest<bool>, IActed;

internal sealed class DiscardGuidanceDraftHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<DiscardGuidanceDraft, bool>
{
    public async Task<bool> Handle(DiscardGuidanceDraft request, CancellationToken cancellationToken)
    {
        if (
            await db.GuidanceDrafts.SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is not { } draft
        )
            return false;
        db.GuidanceDrafts.Remove(draft);
        db.Audit(
            request.By,
            AuditActions.GuidanceDraftDiscarded,
            clock.GetUtcNow().UtcDateTime,
            detail: $"draft={draft.Id:D}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
