namespace Wellbeing.Detection;

/// <summary>What the person says of their feelings compared with last time.</summary>
public enum PerceivedChange
{
    /// <summary>Getting easier.</summary>
    Easing,

    /// <summary>About the same.</summary>
    Same,

    /// <summary>Growing stronger.</summary>
    Growing,
}

/// <summary>How long feelings have been as strong as now, by the person's own account.</summary>
public enum PerceivedDuration
{
    /// <summary>A few days.</summary>
    FewDays,

    /// <summary>One or two weeks.</summary>
    OneOrTwoWeeks,

    /// <summary>Longer than two weeks: what the guidance calls long-lasting.</summary>
    Longer,
}

/// <summary>One check-in, as detection sees it. A skipped answer is null, and null is never taken as 0.</summary>
/// <param name="AtUtc">When it was submitted, in UTC. An unspecified kind is read as UTC; local time is
/// refused.</param>
/// <param name="Intensity">Strength of distressing feelings in points, 0 (none) to 10 (the most imaginable); null when
/// skipped.</param>
/// <param name="Functioning">Impact on daily life in points, 0 (none) to 10 (cannot do usual things), so higher is
/// worse; null when skipped.</param>
/// <param name="Change">The person's own comparison with last time; null when skipped. Carried as evidence; no rule
/// fires on it.</param>
/// <param name="ContactMe">The person asked to be contacted.</param>
/// <param name="Day">The person's own calendar day, which decides what "the same day" is; the UTC day when
/// null.</param>
/// <param name="Duration">How long feelings have been as strong as this, by the person's own account; null when not
/// asked or skipped.</param>
public readonly record struct Observation(
    DateTime AtUtc,
    int? Intensity,
    int? Functioning,
    PerceivedChange? Change = null,
    bool ContactMe = false,
    DateOnly? Day = null,
    PerceivedDuration? Duration = null
)
{
    /// <summary>The least rating, in points.</summary>
    public const int LowestRating = 0;

    /// <summary>The greatest rating, in points.</summary>
    public const int HighestRating = 10;

    /// <inheritdoc cref="Observation" path="/param[@name='AtUtc']"/>
    public DateTime AtUtc
    {
        get;
        init => field = Utc(value);
    } = Utc(AtUtc);

    /// <inheritdoc cref="Observation" path="/param[@name='Intensity']"/>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 10.</exception>
    public int? Intensity
    {
        get;
        init => field = Rating(value, nameof(Intensity));
    } = Rating(Intensity, nameof(Intensity));

    /// <inheritdoc cref="Observation" path="/param[@name='Functioning']"/>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 10.</exception>
    public int? Functioning
    {
        get;
        init => field = Rating(value, nameof(Functioning));
    } = Rating(Functioning, nameof(Functioning));

    internal int DayNumber => (Day ?? DateOnly.FromDateTime(AtUtc)).DayNumber;

    private static int? Rating(int? value, string name) =>
        value is null or (>= LowestRating and <= HighestRating)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                "A rating is a whole number from 0 to 10, or null when skipped."
            );

    private static DateTime Utc(DateTime value) =>
        value.Kind switch
        {
            DateTimeKind.Local => throw new ArgumentException(
                "An observation's instant is in UTC, not local time.",
                nameof(value)
            ),
            _ => DateTime.SpecifyKind(value, DateTimeKind.Utc),
        };
}
