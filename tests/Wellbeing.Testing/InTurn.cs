namespace Wellbeing.Testing;

/// <summary>
/// Cases that take long, a part of them each day: over the days every one has its turn, and <c>tests/run --full</c>
/// runs them all. On one day (UTC) every run takes the same, so that a failure can be run again.
/// </summary>
public static class InTurn
{
    /// <summary>True in a run that leaves nothing out.</summary>
    public static bool All { get; } = Environment.GetEnvironmentVariable("WELLBEING_FULL") is "1";

    private static int Day { get; } = TimeProvider.System.GetUtcNow().DayOfYear;

    /// <summary>The cases of today.</summary>
    /// <param name="aDay">How many a day, at least 1.</param>
    public static IEnumerable<T> Of<T>(int aDay, params IReadOnlyList<T> cases) =>
        All || aDay >= cases.Count
            ? cases
            : Enumerable.Range(0, aDay).Select(i => cases[((Day * aDay) + i) % cases.Count]);
}
