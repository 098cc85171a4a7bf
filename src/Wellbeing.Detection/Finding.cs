namespace Wellbeing.Detection;

/// <summary>Why somebody should look.</summary>
public enum Rule
{
    /// <summary>Feelings are growing in intensity against the person's own usual level.</summary>
    Worsening,

    /// <summary>Feelings are strong, long-lasting and affect daily life.</summary>
    Persistent,

    /// <summary>One rating near the top of the scale.</summary>
    Acute,

    /// <summary>No check-in after distress.</summary>
    Silence,

    /// <summary>The person asked to be contacted.</summary>
    ContactRequested,

    /// <summary>The person said "I don't feel safe". Raised by the application itself; detection never makes
    /// it.</summary>
    NotSafe,

    /// <summary>A nurse raised the flag by hand and chose its severity; detection never makes it.</summary>
    RaisedByNurse,

    /// <summary>A second-stage screen came out raised or severe. Raised by the application itself; detection never
    /// makes it.</summary>
    Screen,

    /// <summary>Feelings are strong and long-lasting, and nobody knows how daily life is.</summary>
    PersistentImpactUnknown,

    /// <summary>Feelings are strong, and long-lasting by the person's own account: check-ins do not reach back far
    /// enough to show it.</summary>
    PersistentReported,

    /// <summary>The person said that checking in makes things worse. Raised by the application itself; detection never
    /// makes it.</summary>
    HarmReported,
}

/// <summary>How soon somebody should look.</summary>
public enum Severity
{
    /// <summary>Within days.</summary>
    Review = 1,

    /// <summary>The next working day.</summary>
    Soon = 2,

    /// <summary>Within hours.</summary>
    Urgent = 3,
}

/// <summary>What a rule says about a series, made from nothing later than <paramref name="AtUtc"/>.</summary>
/// <param name="Rule">The rule that fired.</param>
/// <param name="Severity">How soon to look, by the settings in force.</param>
/// <param name="AtUtc">The check-in's instant; for silence, the instant at which it became due.</param>
/// <param name="ObservationIndex">0-based place in <see cref="Series.Observations"/>; for silence, the last check-in
/// before it.</param>
/// <param name="Evidence">The numbers that an explanation in any language is built from.</param>
public sealed record Finding(Rule Rule, Severity Severity, DateTime AtUtc, int ObservationIndex, Evidence Evidence);
