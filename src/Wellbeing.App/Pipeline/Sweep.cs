using Wellbeing.App.Data;

namespace Wellbeing.App.Pipeline;

/// <summary>Works through a list one unit of work at a time, beside other servers that work through the same
/// one.</summary>
internal static class Sweep
{
    /// <summary>Does each; one that another server was faster with is looked at again, one that fails holds back no
    /// other.</summary>
    /// <param name="act">One unit of work, saved; false when there was nothing left to do.</param>
    /// <returns>How many there was something to do for.</returns>
    /// <exception cref="AggregateException">After all were tried: what failed, for the log and the jobs'
    /// page.</exception>
    public static async Task<int> Each(
        WellbeingDb db,
        IReadOnlyList<Guid> ids,
        Func<Guid, Task<bool>> act,
        CancellationToken cancellationToken
    )
    {
        var done = 0;
        List<Exception> failures = [];
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // It is read again at each run, and is no longer due if another server did it.
                var was = await Conflict.UntilItHolds(
                    () =>
                    {
                        db.StartOver();
                        return act(id);
                    },
                    cancellationToken
                );
                if (was)
                    done++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(e);
            }
        }

        db.StartOver();
        return failures.Count == 0 ? done : throw new AggregateException(failures);
    }
}
