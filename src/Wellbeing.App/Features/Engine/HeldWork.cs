using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;

namespace Wellbeing.App.Features.Engine;

/// <summary>
/// What a restored database holds back: it cannot know which of its due steps and messages had already happened. What
/// people do from then on is new, and reaches the team at once as ever.
/// </summary>
public sealed class HeldWork(WellbeingDb db)
{
    /// <summary>Work from before this instant waits for an administrator; null when nothing is held.</summary>
    public Task<DateTime?> BeforeUtc(CancellationToken cancellationToken) =>
        db
            .EngineStatus.AsNoTracking()
            .Where(s => s.Id == EngineStatus.Only)
            .Select(s => s.HeldBeforeUtc)
            .SingleOrDefaultAsync(cancellationToken);
}

internal static class HeldFlags
{
    /// <summary>Flags that somebody raised, added to or took in hand since an instant.</summary>
    public static IQueryable<Flag> Since(this IQueryable<Flag> flags, WellbeingDb db, DateTime sinceUtc) =>
        flags.Where(f =>
            f.RaisedAtUtc >= sinceUtc
            || f.AcknowledgedAtUtc >= sinceUtc
            || db.FlagFindings.Any(x => x.FlagId == f.Id && x.FoundAtUtc >= sinceUtc)
        );
}
