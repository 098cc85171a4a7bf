namespace Wellbeing.Detection;

/// <summary>Constants of rule S. Source: detection guidance, section 1. Remind the person first; staff are told when it
/// is due.</summary>
public sealed record SilenceSettings
{
    /// <summary>A last rating at or above this makes silence a worry, in points, 1 to 10.</summary>
    public int MinimumIntensity { get; init; } = 6;

    /// <summary>Days without a check-in at which silence is due, 2 to 120.</summary>
    public double AfterDays { get; init; } = 15;
}

/// <summary>S: nobody hears from a person who was last in distress, or about whom a finding is fresh. Missing check-ins
/// are never imputed.</summary>
internal struct SilenceRule(SilenceSettings settings)
{
    private readonly long _after = Days.Ticks(settings.AfterDays);
    private long _lastAt;
    private bool _worrying;

    /// <summary>The last known rating, in points; -1 if none was ever given.</summary>
    public int LastIntensity { get; private set; } = -1;

    /// <summary>A finding of another rule was fresh at the last check-in.</summary>
    public bool AfterFinding { get; private set; }

    /// <summary>When the silence that runs since the last check-in is due, in ticks.</summary>
    public readonly long DueAt => _lastAt + _after;

    /// <summary>Takes in a check-in, rated or not: any answer ends a silence.</summary>
    public void Step(int intensity, long at, bool findingIsFresh)
    {
        _lastAt = at;
        if (intensity >= 0)
            LastIntensity = intensity;
        AfterFinding = findingIsFresh;
        _worrying = findingIsFresh || LastIntensity >= settings.MinimumIntensity;
    }

    /// <summary>True when silence fell due before a check-in at <paramref name="at"/>.</summary>
    public readonly bool DueBefore(long at) => _worrying && at > DueAt;
}
