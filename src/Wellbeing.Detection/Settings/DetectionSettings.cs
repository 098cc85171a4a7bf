namespace Wellbeing.Detection;

/// <summary>A balance between missing people and disturbing nurses.</summary>
public enum Profile
{
    /// <summary>The published rule W: few missed, about one false alarm in four person-years.</summary>
    Balanced,

    /// <summary>The published strict rule W: few false alarms, about one in twelve person-years, at the price of later
    /// and fewer findings.</summary>
    Strict,

    /// <summary>
    /// Balanced with a better notion of what is usual for a person: a fifth to a third fewer false alarms (daily about
    /// a tenth) for no fewer people found, by simulation. The default; not part of the published guidance.
    /// </summary>
    Refined,
}

/// <summary>
/// Every constant of the rules. Immutable, compared by value, and read and written by System.Text.Json as it stands, so
/// a numbered version of it can be stored and computed again years later.
/// </summary>
public sealed record DetectionSettings
{
    /// <summary>What a new installation starts with: the refined profile.</summary>
    public static DetectionSettings Default { get; } = Profiles.Refined;

    /// <summary>Rule W, growing in intensity.</summary>
    public required PerCadence<WorseningSettings> Worsening { get; init; }

    /// <summary>Rule P, strong, long-lasting and affecting daily life.</summary>
    public required PerCadence<PersistentSettings> Persistent { get; init; }

    /// <summary>Rule A, one rating near the top.</summary>
    public required PerCadence<AcuteSettings> Acute { get; init; }

    /// <summary>Rule S, silence after distress.</summary>
    public required PerCadence<SilenceSettings> Silence { get; init; }

    /// <summary>When a hit of a rule counts as a new finding.</summary>
    public required PerCadence<EpisodeSettings> Episodes { get; init; }

    /// <summary>How soon somebody should look, for each rule.</summary>
    public SeveritySettings Severities { get; init; } = new();

    /// <summary>How often a steady person would show as much evidence of worsening: kept with the evidence, used by no
    /// rule.</summary>
    public PerCadence<CalibrationTable> Calibration { get; init; } =
        new(CalibrationTable.None, CalibrationTable.None, CalibrationTable.None, CalibrationTable.None);

    /// <summary>How often findings are right, by simulation: put into words for people, used by no rule.</summary>
    [AddedLater]
    public PerCadence<PrecisionTable> Precision { get; init; } =
        new(PrecisionTable.None, PrecisionTable.None, PrecisionTable.None, PrecisionTable.None);

    /// <summary>The settings of a profile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Unknown profile.</exception>
    public static DetectionSettings For(Profile profile) =>
        profile switch
        {
            Profile.Balanced => Profiles.Balanced,
            Profile.Strict => Profiles.Strict,
            Profile.Refined => Profiles.Refined,
            _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "Unknown profile."),
        };
}

/// <summary>
/// When a hit counts as a new finding: in a replay by the cool-down, live by the flag. Source: detection guidance,
/// section 1, common handling.
/// </summary>
public sealed record EpisodeSettings
{
    /// <summary>
    /// Days after a finding within which further hits of the same rule belong to it, 1 to 180: how a replay counts, and
    /// how long a finding makes silence a worry. Acute ratings and requests for contact ignore it. It silences no live
    /// finding.
    /// </summary>
    public double CooldownDays { get; init; } = 28;

    /// <summary>
    /// Days after a flag was resolved during which a repeat of W or P is kept as a note on the closed flag, 0 to 28.
    /// The application's to keep; no rule reads it. Acute ratings, requests for contact and "not safe" are never held
    /// back.
    /// </summary>
    [AddedLater]
    public double QuietDaysAfterResolution { get; init; } = 7;
}

/// <summary>How soon somebody should look, for each rule.</summary>
public sealed record SeveritySettings
{
    /// <summary>Of W.</summary>
    public Severity Worsening { get; init; } = Severity.Soon;

    /// <summary>Of P.</summary>
    public Severity Persistent { get; init; } = Severity.Soon;

    /// <summary>Of P where daily life is not known.</summary>
    [AddedLater]
    public Severity PersistentImpactUnknown { get; init; } = Severity.Review;

    /// <summary>Of P by the person's own account of how long.</summary>
    [AddedLater]
    public Severity PersistentReported { get; init; } = Severity.Review;

    /// <summary>Of A.</summary>
    public Severity Acute { get; init; } = Severity.Urgent;

    /// <summary>Of S.</summary>
    public Severity Silence { get; init; } = Severity.Review;

    /// <summary>Of a request for contact.</summary>
    public Severity ContactRequested { get; init; } = Severity.Soon;

    /// <summary>Of "I don't feel safe".</summary>
    public Severity NotSafe { get; init; } = Severity.Urgent;

    /// <summary>Of "checking in made things worse".</summary>
    [AddedLater]
    public Severity HarmReported { get; init; } = Severity.Review;

    /// <summary>The severity of a rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such rule.</exception>
    public Severity For(Rule rule) =>
        rule switch
        {
            Rule.Worsening => Worsening,
            Rule.Persistent => Persistent,
            Rule.PersistentImpactUnknown => PersistentImpactUnknown,
            Rule.PersistentReported => PersistentReported,
            Rule.Acute => Acute,
            Rule.Silence => Silence,
            Rule.ContactRequested => ContactRequested,
            Rule.NotSafe => NotSafe,
            Rule.RaisedByNurse => Severity.Soon, // Never asked for: the nurse says how soon.
            Rule.Screen => Severity.Urgent, // A severe result never waits; a raised one is Soon. No setting makes them less.
            Rule.HarmReported => HarmReported,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Unknown rule."),
        };
}
