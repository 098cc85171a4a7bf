using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.CheckIns;

/// <summary>What is asked on the page that phones keep: nobody's own. The same for everybody, so it is kept here between
/// requests.</summary>
public sealed class QuestionsInForce(TimeProvider clock)
{
    private static readonly TimeSpan _keeps = TimeSpan.FromSeconds(15);

    private long _readAt = long.MinValue;

    /// <summary>Null while nobody has published others than the product's.</summary>
    public QuestionSet? Set { get; private set; }

    /// <summary>Reads what is in force, unless that was just done.</summary>
    public async Task Refresh(WellbeingDb db, bool now, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow().UtcTicks;
        if (!now && _readAt != long.MinValue && at - _readAt < _keeps.Ticks)
            return;
        var version = await db.QuestionSets.MaxAsync(q => (int?)q.Version, cancellationToken);
        if (version != Set?.Version)
            Set = version is null
                ? null
                : await db.QuestionSets.AsNoTracking().SingleAsync(q => q.Version == version, cancellationToken);
        _readAt = at;
    }
}
