namespace Wellbeing.Detection;

/// <summary>
/// How often a finding is right, by simulation: of simulated people about whom a rule says as much, the share who truly
/// are badly off by then. It holds only for the constants it was computed with, and keeps quiet for any other.
/// </summary>
/// <param name="Worsening">The constants of rule W; null for the empty table.</param>
/// <param name="Persistent">The constants of rule P; null for the empty table.</param>
/// <param name="Points">By rule, then rising strength.</param>
public sealed record PrecisionTable(
    WorseningSettings? Worsening,
    PersistentSettings? Persistent,
    IReadOnlyList<PrecisionPoint> Points
)
{
    /// <summary>No figure for any finding.</summary>
    public static PrecisionTable None { get; } = new(null, null, []);

    /// <summary>Whether it was computed with these constants.</summary>
    public bool HoldsFor(WorseningSettings worsening, PersistentSettings persistent) =>
        Worsening is not null && Worsening.Equals(worsening) && Persistent is not null && Persistent.Equals(persistent);

    /// <summary>The share of such findings that are right, 0 to 1; null where too few were seen to say.</summary>
    /// <param name="rule">The rule that found.</param>
    /// <param name="strength">See <see cref="StrengthOf"/>.</param>
    public double? Share(Rule rule, double strength)
    {
        double? share = null;
        foreach (var point in Points)
        {
            if (point.Rule != rule)
                continue;
            if (share is not null && point.Strength > strength)
                break;
            share = point.Share;
        }

        return share;
    }

    /// <summary>
    /// How strong a finding's evidence is, in the rule's own unit, counted from where the rule fires: standard
    /// deviations for W. Rules without such a measure have one band, 0.
    /// </summary>
    public static double StrengthOf(Evidence? evidence) =>
        evidence is WorseningEvidence w ? w.Statistic - w.Threshold : 0;

    /// <inheritdoc/>
    public bool Equals(PrecisionTable? other) =>
        other is not null
        && Equals(Worsening, other.Worsening)
        && Equals(Persistent, other.Persistent)
        && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Worsening, Persistent, Points.Count);
}

/// <summary>One row of a precision table.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Strength">From this strength on: see <see cref="PrecisionTable.StrengthOf"/>.</param>
/// <param name="Findings">How many simulated findings speak for it.</param>
/// <param name="Share">How many of them were right, 0 to 1.</param>
public readonly record struct PrecisionPoint(Rule Rule, double Strength, int Findings, double Share);
