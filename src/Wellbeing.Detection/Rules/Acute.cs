namespace Wellbeing.Detection;

/// <summary>Constants of rule A. Source: detection guidance, section 1; not statistical.</summary>
public sealed record AcuteSettings
{
    /// <summary>An intensity at or above this is acute, in points, 7 to 10.</summary>
    public int MinimumIntensity { get; init; } = 9;

    /// <summary>Days without an acute rating after which a replay counts the next one as new, 1 to 90. It silences no
    /// live finding.</summary>
    public double QuietDays { get; init; } = 28;
}

/// <summary>A: a rating near the top. Every answer counts, several on one day too.</summary>
internal struct AcuteRule(AcuteSettings settings)
{
    private readonly long _quiet = Days.Ticks(settings.QuietDays);
    private long _lastAt = long.MinValue;

    /// <summary>Since the acute rating before this one, in ticks; null where there was none.</summary>
    public long? SinceLast { get; private set; }

    /// <summary>The first such rating for as long as the settings call quiet.</summary>
    public readonly bool IsNews => SinceLast is not { } since || since >= _quiet;

    /// <summary>Takes one rating in; true when the rule holds.</summary>
    public bool Step(int intensity, long at)
    {
        if (intensity < settings.MinimumIntensity)
            return false;
        SinceLast = _lastAt == long.MinValue ? null : at - _lastAt;
        _lastAt = at;
        return true;
    }
}
