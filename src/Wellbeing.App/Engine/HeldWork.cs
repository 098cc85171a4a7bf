using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Engine;

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
