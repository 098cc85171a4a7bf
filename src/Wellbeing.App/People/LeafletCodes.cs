using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.People;

/// <summary>Finds the leaflet behind a code.</summary>
internal sealed class LeafletCodes(WellbeingDb db, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<Leaflet?> Find(string? code, CancellationToken cancellationToken)
    {
        var clean = Leaflet.Clean(code);
        return
            await db.LeafletSwitches.AnyAsync(s => s.On, cancellationToken)
            && await db.Leaflets.AsNoTracking().SingleOrDefaultAsync(l => l.Code == clean, cancellationToken)
                is { } leaflet
            && leaflet.IsOpen(Now)
            ? leaflet
            : null;
    }
}
