using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;

namespace Wellbeing.App.Flags;

internal static class FlagsTouchedSince
{
    /// <summary>Flags that somebody raised, added to or took in hand since an instant.</summary>
    public static IQueryable<Flag> Since(this IQueryable<Flag> flags, WellbeingDb db, DateTime sinceUtc) =>
        flags.Where(f =>
            f.RaisedAtUtc >= sinceUtc
            || f.AcknowledgedAtUtc >= sinceUtc
            || db.FlagFindings.Any(x => x.FlagId == f.Id && x.FoundAtUtc >= sinceUtc)
        );

    /// <summary>Of these flags, those whose next step waits until an administrator releases what was due in a restored
    /// database; none where nothing is held.</summary>
    public static async Task<IReadOnlySet<Guid>> HeldAmong(
        this WellbeingDb db,
        IReadOnlyCollection<Guid> flagIds,
        HeldWork held,
        CancellationToken cancellationToken
    )
    {
        if (await held.BeforeUtc(cancellationToken) is not { } before)
            return new HashSet<Guid>();
        var going = db.Flags.Where(f => flagIds.Contains(f.Id)).Since(db, before).Select(f => f.Id);
        return flagIds.Except(await going.ToListAsync(cancellationToken)).ToHashSet();
    }
}
