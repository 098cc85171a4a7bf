using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Ends it now.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record EndOwnThreshold(Actor By, Guid ParticipantId, Guid OverrideId) : IRequest<bool>, IActed;

internal sealed class EndOwnThresholdHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<EndOwnThreshold, bool>
{
    /// <returns>False where there is no such override.</returns>
    public async Task<bool> Handle(EndOwnThreshold request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await db.ThresholdOverrides.SingleOrDefaultAsync(
            o => o.Id == request.OverrideId && o.ParticipantId == request.ParticipantId,
            cancellationToken
        );
        if (found is null)
            return false;
        if (found.UntilUtc <= now)
            return true;
        found.End(request.By.Name, now);
        db.Audit(
            request.By,
            AuditActions.OwnThresholdEnded,
            now,
            request.ParticipantId,
            detail: new OwnThresholdDetail(found.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
