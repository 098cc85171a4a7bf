using Wellbeing.App.Data;

namespace Wellbeing.App.Pipeline;

/// <summary>Walks through due rows, each in a unit of work of its own.</summary>
internal static class Sweep
{
    /// <summary>
    /// Acts on every item. One that another server was changing is tried again; one that fails does not hold up those
    /// behind it: the first failure is thrown once all were tried, and the next sweep finds the failed ones again.
    /// </summary>
    /// <param name="act">Reads its row anew and saves; false when there was nothing left to do.</param>
    /// <returns>How many acted.</returns>
    public static async Task<int> Each<T>(
        WellbeingDb db, IReadOnlyCollection<T> items, Func<T, Task<bool>> act, CancellationToken cancellationToken)
    {
        var acted = 0;
        Exception? failure = null;
        foreach (var item in items)
        {
            try
            {
                if (await Conflicts.RunAgain(db, () => act(item), cancellationToken)) acted++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failure ??= e;
            }
        }

        return failure is null ? acted : throw new InvalidOperationException($"A sweep acted on {acted} of {items.Count}; the first failure is inside.", failure);
    }
}
