using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Wellbeing.App.Pipeline;

/// <summary>Tells "somebody else wrote first" from other faults.</summary>
internal static class Conflict
{
    public static bool Is(Exception e) =>
        e is DbUpdateException or DbException { IsTransient: true }
        || (e is DbException && e.Message.Contains("database is locked", StringComparison.Ordinal));

    /// <summary>One unit of work, again while somebody else writes at the same moment.</summary>
    /// <param name="act">Reads anew what it needs at each run.</param>
    public static async Task UntilItHolds(Func<Task> act, CancellationToken cancellationToken)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (run < 10 && Is(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40) * run), cancellationToken);
            }
        }
    }
}
