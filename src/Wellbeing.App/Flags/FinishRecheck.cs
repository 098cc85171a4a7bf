using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Flags;

/// <summary>Somebody looked.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record FinishRecheck(Actor By, Guid RecheckId) : IRequest<bool>, IActed;

internal sealed class FinishRecheckHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<FinishRecheck, bool>
{
    /// <returns>False where there is no such re-check.</returns>
    public async Task<bool> Handle(FinishRecheck request, CancellationToken cancellationToken)
    {
        if (
            await db.Rechecks.SingleOrDefaultAsync(r => r.Id == request.RecheckId, cancellationToken) is not { } recheck
        )
            return false;
        if (recheck.State is RecheckState.Done or RecheckState.Dropped)
            return true;
        var now = clock.GetUtcNow().UtcDateTime;
        recheck.Finish(request.By.Name, now);
        db.Audit(
            request.By,
            AuditActions.RecheckDone,
            now,
            recheck.ParticipantId,
            detail: new RecheckDetail(recheck.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
