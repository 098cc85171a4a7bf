using Wellbeing.App.Data;

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
}
