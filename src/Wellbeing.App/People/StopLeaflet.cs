using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Stops a code, for good. Links that were mailed for it stop as well.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record StopLeaflet(Actor By, Guid LeafletId) : IRequest<bool>, IActed;

internal sealed class StopLeafletHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<StopLeaflet, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<bool> Handle(StopLeaflet request, CancellationToken cancellationToken)
    {
        if (
            await db.Leaflets.SingleOrDefaultAsync(
                l => l.Id == request.LeafletId && l.StoppedAtUtc == null,
                cancellationToken
            )
            is not { } leaflet
        )
            return false;
        leaflet.StoppedAtUtc = Now;
        db.Audit(request.By, AuditActions.LeafletStopped, Now, detail: new LeafletDetail(leaflet.Id));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
