namespace Wellbeing.Detection.Replay;

/// <summary>A finding of a replay and whom it is about.</summary>
public sealed record Alert(string ParticipantId, Finding Finding);

/// <summary>What would have been found, had the settings been in force all along.</summary>
public static class Backtest
{
    /// <summary>Replays each person, one after the other.</summary>
    /// <param name="cohort">The check-ins.</param>
    /// <param name="settings">The settings to replay under.</param>
    /// <param name="asOfUtc">As in <see cref="Detector.Replay"/>: later check-ins are not read, and silences that still
    /// ran are found.</param>
    /// <returns>Findings in order of participant id (ordinal), instant and rule; made as they are asked for.</returns>
    public static IEnumerable<Alert> Run(Cohort cohort, DetectionSettings settings, DateTime? asOfUtc = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(settings);
        return Enumerable.Range(0, cohort.People).SelectMany(person => Person(cohort, person, settings, asOfUtc));
    }

    /// <summary>The name of a rule in files: "worsening", "persistent", "acute", "silence", "contact_requested",
    /// "not_safe", "raised_by_nurse", "screen", "persistent_impact_unknown", "persistent_reported",
    /// "harm_reported".</summary>
    public static string Kind(Rule rule) =>
        rule switch
        {
            Rule.Worsening => "worsening",
            Rule.Persistent => "persistent",
            Rule.Acute => "acute",
            Rule.Silence => "silence",
            Rule.ContactRequested => "contact_requested",
            Rule.NotSafe => "not_safe",
            Rule.RaisedByNurse => "raised_by_nurse",
            Rule.Screen => "screen",
            Rule.PersistentImpactUnknown => "persistent_impact_unknown",
            Rule.PersistentReported => "persistent_reported",
            Rule.HarmReported => "harm_reported",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Unknown rule."),
        };

    /// <summary>
    /// The name of a rule's episodes under the back-test contract, which knows one kind for feelings that last: whether
    /// daily life is known, and from whom it is known that they last, stands in the evidence.
    /// </summary>
    public static string ContractKind(Rule rule) =>
        Kind(rule is Rule.PersistentImpactUnknown or Rule.PersistentReported ? Rule.Persistent : rule);

    private static IEnumerable<Alert> Person(Cohort cohort, int person, DetectionSettings settings, DateTime? asOfUtc)
    {
        var cadence = cohort.CadenceOf(person);
        var found = new FindingCollector(cadence, settings);
        Assessment.Run(cohort.Of(person), RuleSet.For(cadence, settings), asOfUtc?.Ticks ?? long.MaxValue, ref found);
        return found
            .Findings.OrderBy(finding => finding.AtUtc)
            .ThenBy(finding => ContractKind(finding.Rule), StringComparer.Ordinal)
            .Select(finding => new Alert(cohort.Id(person), finding));
    }
}
