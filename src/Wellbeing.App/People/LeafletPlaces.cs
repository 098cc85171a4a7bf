using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.People;

internal static class LeafletPlaces
{
    /// <summary>
    /// Takes one of the code's places, in the caller's transaction; of two who want the last one, one gets it. Who
    /// asked in time may agree after the code's last day, but not once it was stopped.
    /// </summary>
    public static async Task<bool> TakePlace(
        this WellbeingDb db,
        Guid leafletId,
        CancellationToken cancellationToken
    ) =>
        await db.LeafletSwitches.AnyAsync(s => s.On, cancellationToken)
        && await db
            .Leaflets.Where(l => l.Id == leafletId && l.StoppedAtUtc == null && l.Joined < l.Maximum)
            .ExecuteUpdateAsync(
                l => l.SetProperty(x => x.Joined, x => x.Joined + 1).SetProperty(x => x.Version, x => x.Version + 1),
                cancellationToken
            ) == 1;
}
