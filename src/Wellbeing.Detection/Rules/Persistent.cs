namespace Wellbeing.Detection;

/// <summary>Constants of rule P, "strong, long-lasting, affecting daily life". Source: detection guidance, section 1.</summary>
public sealed record PersistentSettings
{
    /// <summary>An intensity at or above this counts as strong, in points, 1 to 10.</summary>
    public int MinimumIntensity { get; init; } = 5;

    /// <summary>Shortest time the window must span, in days, 7 to 90: "two weeks", less the jitter of replies.</summary>
    public double MinimumSpanDays { get; init; } = 12;

    /// <summary>Longest gap between neighbouring check-ins that still counts as one stretch, in days, 2 to 90.</summary>
    public double MaximumGapDays { get; init; } = 16;

    /// <summary>Fewest ratings in the window, 2 to 14.</summary>
    public int MinimumCheckIns { get; init; } = 3;

    /// <summary>Least share of the window's ratings that are strong, 0.5 to 1.</summary>
    public double MinimumShare { get; init; } = 0.8;

    /// <summary>Least median impact on daily life, and least last known one, in points, 1 to 10.</summary>
    public int MinimumFunctioning { get; init; } = 5;

    /// <summary>Fewest known answers on daily life in the window, 1 to 7; and never fewer than half of the window.</summary>
    public int MinimumFunctioningAnswers { get; init; } = 2;

    /// <summary>Fire only when two check-ins in a row satisfy the rule.</summary>
    public bool RequireTwoConsecutive { get; init; }
}

/// <summary>
/// P: walks back from a check-in over days that really passed. A skipped rating is not in the window; a skipped answer on
/// daily life counts neither as none nor as high; of several on one day the last counts.
/// </summary>
internal ref struct PersistentRule(PersistentSettings settings)
{
    private PersistentSettings settings = settings;
    private readonly long minimumSpan = Days.Ticks(settings.MinimumSpanDays);
    private readonly long maximumGap = Days.Ticks(settings.MaximumGapDays);
    private bool previousHit;
    private bool todayHit;

    /// <summary>Strong ratings in the window.</summary>
    public int Strong { get; private set; }

    /// <summary>Ratings in the window.</summary>
    public int Ratings { get; private set; }

    /// <summary>From the window's first rating to its last, in ticks.</summary>
    public long Span { get; private set; }

    /// <summary>Median impact on daily life, in points.</summary>
    public double MedianFunctioning { get; private set; }

    /// <summary>From here on a rating counts as strong.</summary>
    public readonly int StrongFrom => settings.MinimumIntensity;

    /// <summary>Goes on under other levels.</summary>
    public void Use(PersistentSettings changed) => settings = changed;

    /// <summary>Looks at the rated check-in <paramref name="index"/>; true when the rule holds.</summary>
    public bool Step(in Columns columns, int index, bool sameDay)
    {
        if (!sameDay) previousHit = todayHit;
        todayHit = columns.Intensity[index] >= settings.MinimumIntensity && Holds(columns, index);
        return todayHit && (previousHit || !settings.RequireTwoConsecutive);
    }

    private bool Holds(in Columns columns, int index)
    {
        Span<int> answers = stackalloc int[Observation.HighestRating + 1];
        answers.Clear();
        var known = 0;
        var latestKnown = -1;
        var day = int.MaxValue;
        var earliest = columns.At[index];
        Strong = Ratings = 0;
        Span = 0;

        for (var i = index; i >= 0 && Span < minimumSpan; i--)
        {
            if (columns.Intensity[i] < 0 || columns.Day[i] == day) continue;
            if (earliest - columns.At[i] > maximumGap) break;

            day = columns.Day[i];
            earliest = columns.At[i];
            Span = columns.At[index] - earliest;
            Ratings++;
            if (columns.Intensity[i] >= settings.MinimumIntensity) Strong++;
            int functioning = columns.Functioning[i];
            if (functioning < 0) continue;
            answers[functioning]++;
            if (known++ == 0) latestKnown = functioning;
        }

        if (Span < minimumSpan || Ratings < settings.MinimumCheckIns) return false;
        if ((double)Strong / Ratings < settings.MinimumShare) return false;
        if (known < settings.MinimumFunctioningAnswers || known * 2 < Ratings) return false;
        if (latestKnown < settings.MinimumFunctioning) return false;
        MedianFunctioning = (Nth(answers, (known - 1) / 2) + Nth(answers, known / 2)) / 2.0;
        return MedianFunctioning >= settings.MinimumFunctioning;
    }

    /// <summary>The value at a 0-based place among the counted answers in order.</summary>
    private static int Nth(ReadOnlySpan<int> counts, int place)
    {
        var value = 0;
        while ((place -= counts[value]) >= 0) value++;
        return value;
    }
}
