namespace Wellbeing.Detection;

/// <summary>Constants of rule A. Source: detection guidance, section 1; not statistical.</summary>
public sealed record AcuteSettings
{
    /// <summary>An intensity at or above this is acute, in points, 7 to 10.</summary>
    public int MinimumIntensity { get; init; } = 9;

    /// <summary>Days without an acute rating after which the next one is news, 1 to 90.</summary>
    public double QuietDays { get; init; } = 28;
}

/// <summary>A: a rating near the top with none in the weeks before. Every answer counts, several on one day too.</summary>
internal struct AcuteRule(AcuteSettings settings)
{
    private readonly long quiet = Days.Ticks(settings.QuietDays);
    private long lastAt = long.MinValue;

    /// <summary>Takes one rating in; true when the rule fires.</summary>
    public bool Step(int intensity, long at)
    {
        if (intensity < settings.MinimumIntensity) return false;
        var news = lastAt == long.MinValue || at - lastAt >= quiet;
        lastAt = at;
        return news;
    }
}
