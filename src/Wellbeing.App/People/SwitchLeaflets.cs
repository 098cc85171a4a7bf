using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Switches joining by leaflets on or off, for all of them.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record SwitchLeaflets(Actor By, bool On) : IRequest, IActed;

internal sealed class SwitchLeafletsHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<SwitchLeaflets>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task Handle(SwitchLeaflets request, CancellationToken cancellationToken)
    {
        var joining =
            await db.LeafletSwitches.SingleOrDefaultAsync(cancellationToken)
            ?? db.LeafletSwitches.Add(new LeafletSwitch()).Entity;
        (joining.On, joining.ChangedAtUtc) = (request.On, Now);
        db.Audit(request.By, AuditActions.LeafletsSwitched, Now, detail: new LeafletSwitchDetail(request.On));
        await db.SaveChangesAsync(cancellationToken);
    }
}
