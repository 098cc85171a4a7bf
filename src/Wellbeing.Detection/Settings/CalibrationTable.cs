namespace Wellbeing.Detection;

/// <summary>
/// How rarely a person without true worsening shows as much evidence, by simulation. It holds only for the constants it
/// was computed with, and keeps quiet for any other.
/// </summary>
/// <param name="Settings">The constants of rule W that the table was computed with; null for the empty table.</param>
/// <param name="Points">Rising statistics, each with its years.</param>
public sealed record CalibrationTable(WorseningSettings? Settings, IReadOnlyList<CalibrationPoint> Points)
{
    /// <summary>The greatest figure quoted, in years; it stands for "this or longer". A simulation does not know people
    /// well enough to say more.</summary>
    public const double MostYears = 100;

    /// <summary>No figure for any statistic.</summary>
    public static CalibrationTable None { get; } = new(null, []);

    /// <summary>Years between false alarms with at least this statistic, rounded down to a point of the table; null if
    /// unknown.</summary>
    public double? YearsBetweenFalseAlarms(WorseningSettings inForce, double statistic)
    {
        if (Settings is null || !Settings.Equals(inForce))
            return null;
        double? years = null;
        foreach (var point in Points)
        {
            if (point.Statistic > statistic)
                break;
            years = point.Years;
        }

        return years;
    }

    /// <inheritdoc/>
    public bool Equals(CalibrationTable? other) =>
        other is not null && Equals(Settings, other.Settings) && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Settings, Points.Count);
}

/// <summary>One row of a calibration table.</summary>
/// <param name="Statistic">Evidence of worsening, in standard deviations.</param>
/// <param name="Years">Years of check-ins in which a steady person shows that much once, at most
/// <see cref="CalibrationTable.MostYears"/>.</param>
public readonly record struct CalibrationPoint(double Statistic, double Years);
