namespace Wellbeing.Detection;

/// <summary>
/// One person's check-ins as columns, oldest first: what the rules read. -1 stands for a skipped answer, which a rule
/// must leave out. Spans over arrays that may hold many people, so a replay allocates nothing a check-in.
/// </summary>
internal readonly ref struct Columns(
    ReadOnlySpan<long> at,
    ReadOnlySpan<int> day,
    ReadOnlySpan<sbyte> intensity,
    ReadOnlySpan<sbyte> functioning,
    ReadOnlySpan<bool> contactMe,
    ReadOnlySpan<sbyte> change,
    ReadOnlySpan<sbyte> duration,
    ReadOnlySpan<long> restarts,
    double? levelAtDiagnosis,
    ReadOnlySpan<PersonalThresholds> personal = default
)
{
    /// <summary>What stands for a skipped answer.</summary>
    public const sbyte Skipped = -1;

    /// <summary>Instants in ticks, UTC.</summary>
    public readonly ReadOnlySpan<long> At = at;

    /// <summary>Calendar days, as numbers.</summary>
    public readonly ReadOnlySpan<int> Day = day;

    /// <summary>Intensities, 0 to 10.</summary>
    public readonly ReadOnlySpan<sbyte> Intensity = intensity;

    /// <summary>Impacts on daily life, 0 to 10.</summary>
    public readonly ReadOnlySpan<sbyte> Functioning = functioning;

    /// <summary>Requests for contact; empty where nobody could ask.</summary>
    public readonly ReadOnlySpan<bool> ContactMe = contactMe;

    /// <summary>The person's own comparisons with last time, as numbers of <see cref="PerceivedChange"/>; empty where
    /// never asked.</summary>
    public readonly ReadOnlySpan<sbyte> Change = change;

    /// <summary>The person's own accounts of how long it has been like this, as numbers of
    /// <see cref="PerceivedDuration"/>; empty where never asked.</summary>
    public readonly ReadOnlySpan<sbyte> Duration = duration;

    /// <summary>Instants in ticks at which the baseline begins anew, oldest first.</summary>
    public readonly ReadOnlySpan<long> Restarts = restarts;

    /// <summary>Mean intensity around the first diagnosis in points, where known.</summary>
    public readonly double? LevelAtDiagnosis = levelAtDiagnosis;

    /// <summary>The person's own thresholds, the earliest first; empty for nearly everybody.</summary>
    public readonly ReadOnlySpan<PersonalThresholds> Personal = personal;
}

/// <summary>Days as ticks: settings speak of days, columns of ticks.</summary>
internal static class Days
{
    public static long Ticks(double days) => (long)Math.Round(days * TimeSpan.TicksPerDay);

    public static double From(long ticks) => (double)ticks / TimeSpan.TicksPerDay;
}
