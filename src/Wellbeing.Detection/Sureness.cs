namespace Wellbeing.Detection;

/// <summary>How sure a finding is, in the three words that people read.</summary>
public enum Sureness
{
    /// <summary>Fewer than 60 of 100 such findings are right, or nobody knows.</summary>
    WorthALook,

    /// <summary>60 to 89 of 100 such findings are right.</summary>
    Likely,

    /// <summary>90 or more of 100 such findings are right.</summary>
    Clear,
}

/// <summary>What a team recorded about one rule when they closed flags.</summary>
/// <param name="Closed">Closed flags with a finding of the rule, where the outcome says whether it was right.</param>
/// <param name="InError">How many of them were raised in error.</param>
public readonly record struct RuleOutcomes(int Closed, int InError)
{
    /// <summary>The share that was not raised in error, 0 to 1; null while none is closed.</summary>
    public double? Precision => Closed == 0 ? null : (double)(Closed - InError) / Closed;
}

/// <summary>
/// From figures to words: the one place (docs/decisions/0022). A long-run rate ("once in 14 years") reads as certainty
/// about this person, and is not; what a nurse can use is how often such findings turn out right.
/// </summary>
public static class HowSure
{
    /// <summary>The least share of right findings that is called clear.</summary>
    public const double ClearFrom = 0.9;

    /// <summary>The least share of right findings that is called likely.</summary>
    public const double LikelyFrom = 0.6;

    /// <summary>From this many closed flags of a rule on, the team's own record counts and the simulation no longer
    /// does.</summary>
    public const int FewestOutcomes = 30;

    /// <summary>From this many ratings on a lasting pattern can be called clear. The share of right findings is
    /// measured over all of a rule, most of which rest on more.</summary>
    public const int FewestRatings = 3;

    /// <summary>
    /// Whether a rule's findings can be more or less sure. What a person said, asked for or left unsaid is no
    /// inference, so nothing is said about it.
    /// </summary>
    public static bool AppliesTo(Rule rule) =>
        rule is Rule.Worsening or Rule.Persistent or Rule.PersistentImpactUnknown or Rule.PersistentReported;

    /// <summary>The word for one finding; null where none applies.</summary>
    /// <param name="rule">The rule that found.</param>
    /// <param name="simulated">The share of such findings that are right by simulation; null where nobody measured
    /// it.</param>
    /// <param name="own">What the team recorded about the rule.</param>
    /// <param name="evidence">What it rests on: a stretch of fewer than <see cref="FewestRatings"/> ratings is never
    /// called clear.</param>
    public static Sureness? Of(Rule rule, double? simulated, RuleOutcomes own, Evidence? evidence = null)
    {
        if (!AppliesTo(rule))
            return null;
        var word = Of(own.Closed >= FewestOutcomes ? own.Precision : simulated);
        return word == Sureness.Clear && RestsOnFew(evidence) ? Sureness.Likely : word;
    }

    /// <summary>A lasting pattern of so few ratings that nobody can tell what was between them.</summary>
    public static bool RestsOnFew(Evidence? evidence) =>
        evidence switch
        {
            PersistentEvidence p => p.Of,
            PersistentImpactUnknownEvidence p => p.Of,
            PersistentReportedEvidence p => p.Of,
            _ => FewestRatings,
        } < FewestRatings;

    /// <summary>The word for a share of right findings. Where nobody knows, the word that claims least.</summary>
    public static Sureness Of(double? share) =>
        share switch
        {
            >= ClearFrom => Sureness.Clear,
            >= LikelyFrom => Sureness.Likely,
            _ => Sureness.WorthALook,
        };
}
