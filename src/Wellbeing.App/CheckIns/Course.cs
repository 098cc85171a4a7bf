using Wellbeing.Detection;

namespace Wellbeing.App.CheckIns;

/// <summary>Where somebody's distress has been going of late, for themselves to read.</summary>
public enum Direction
{
    /// <summary>Too little is known, or it went up and down: nothing is said.</summary>
    Unclear,
    Easing,
    Growing,
    Level,
}

/// <summary>
/// A plain reading of the person's own numbers. It is no rule of detection and decides nothing: it only says what
/// anybody can see in the chart, and says nothing where that is not clear.
/// </summary>
/// <param name="Weeks">How long it has been so, in whole weeks, at least 2; 0 where unclear.</param>
public sealed record Course(Direction Direction, int Weeks)
{
    private const int FewestSteps = 2;
    private const double SmallestChange = 2;
    private const double Steady = 1;

    public static Course Unclear { get; } = new(Direction.Unclear, 0);

    /// <param name="rated">Days and distress, 0 to 10, in any order; skips left out.</param>
    /// <param name="cadence">For daily check-ins the medians of weeks are read: days go up and down.</param>
    public static Course Of(IEnumerable<(DateOnly Day, int Intensity)> rated, Cadence cadence)
    {
        var points = rated
            .OrderBy(r => r.Day)
            .GroupBy(r => cadence == Cadence.Daily ? (r.Day.DayNumber + 6) / 7 * 7 : r.Day.DayNumber)
            .Select(g => (Day: g.Key, Level: Median([.. g.Select(r => (double)r.Intensity).Order()])))
            .ToList();
        // A gap of two of the person's own intervals ends what can be said: nothing is known in between.
        var joined = new PerCadence<int>(14, 15, 29, 63).For(cadence);
        var from = points.Count - 1;
        while (from > 0 && points[from].Day - points[from - 1].Day <= joined)
            from--;
        points = points[Math.Max(from, 0)..];

        return Run(points, -1) is { } easing ? new(Direction.Easing, easing)
            : Run(points, +1) is { } growing ? new(Direction.Growing, growing)
            : Flat(points) is { } level ? new(Direction.Level, level)
            : Unclear;
    }

    /// <summary>Weeks of the latest stretch in which no step went the other way, if it is long and large
    /// enough.</summary>
    private static int? Run(List<(int Day, double Level)> points, int sign)
    {
        var first = points.Count - 1;
        while (first > 0 && sign * (points[first].Level - points[first - 1].Level) >= 0)
            first--;
        // It begins where the level last stood before it moved.
        while (first < points.Count - 1 && points[first + 1].Level.Equals(points[first].Level))
            first++;
        return
            points.Count - 1 - first >= FewestSteps
            && sign * (points[^1].Level - points[^2].Level) > 0
            && sign * (points[^1].Level - points[first].Level) >= SmallestChange
            ? WeeksSince(points, first)
            : null;
    }

    private static int? Flat(List<(int Day, double Level)> points)
    {
        var first = points.Count - 1;
        double low = 10,
            high = 0;
        for (var i = points.Count - 1; i >= 0; i--)
        {
            (low, high) = (Math.Min(low, points[i].Level), Math.Max(high, points[i].Level));
            if (high - low > Steady)
                break;
            first = i;
        }

        return points.Count - 1 - first >= FewestSteps ? WeeksSince(points, first) : null;
    }

    private static int? WeeksSince(List<(int Day, double Level)> points, int first) =>
        (int)Math.Round((points[^1].Day - points[first].Day) / 7.0) is >= 2 and var weeks ? weeks : null;

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
