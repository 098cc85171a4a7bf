using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Wellbeing.App.Pipeline;

/// <summary>Tells "somebody else wrote first" from other faults.</summary>
internal static class Conflict
{
    public static bool Is(Exception e) => e is DbUpdateException || IsBusy(e);

    // What somebody else's write settled for good, such as a key that is taken, is no reason to wait and see: however
    // long a run took, the next one answers by it.
    private static bool IsBusy(Exception e) =>
        (e is DbUpdateException ? e.InnerException : e) is DbException fault
        && (fault.IsTransient || fault.Message.Contains("database is locked", StringComparison.Ordinal));

    // A database that was busy for so long is held, not busy: whoever waits is told.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private const int Runs = 10;

    /// <summary>One unit of work, again while somebody else writes at the same moment: at most ten times, and where the
    /// database is busy for about five seconds, with a growing pause between. What fails last is thrown.</summary>
    /// <param name="act">Reads anew what it needs at each run.</param>
    /// <param name="again">Told before each further run: which one failed, and of what.</param>
    /// <param name="may">Whether it may run again at all; null for yes.</param>
    public static async Task<T> UntilItHolds<T>(
        Func<Task<T>> act,
        CancellationToken cancellationToken,
        Action<int, Exception>? again = null,
        Func<bool>? may = null
    )
    {
        var began = Stopwatch.GetTimestamp();
        for (var run = 1; ; run++)
        {
            try
            {
                return await act();
            }
            catch (Exception e)
                when (run < Runs
                    && Is(e)
                    && (!IsBusy(e) || Stopwatch.GetElapsedTime(began) < _patience)
                    && may?.Invoke() != false
                )
            {
                again?.Invoke(run, e);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40) * run), cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="UntilItHolds{T}"/>
    public static Task UntilItHolds(Func<Task> act, CancellationToken cancellationToken) =>
        UntilItHolds(
            async () =>
            {
                await act();
                return true;
            },
            cancellationToken
        );
}
