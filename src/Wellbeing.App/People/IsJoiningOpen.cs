using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Whether anybody can join by a leaflet now: the way in is shown only then.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record IsJoiningOpen(Actor By) : IRequest<bool>, IActed;

internal sealed class IsJoiningOpenHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<IsJoiningOpen, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<bool> Handle(IsJoiningOpen request, CancellationToken cancellationToken)
    {
        var now = Now;
        return await db.LeafletSwitches.AnyAsync(s => s.On, cancellationToken)
            && await db.Leaflets.AnyAsync(
                l => l.StoppedAtUtc == null && l.EndsAtUtc > now && l.Joined < l.Maximum,
                cancellationToken
            );
    }
}
