namespace Wellbeing.Detection.Replay;

/// <summary>Two settings side by side on the same check-ins.</summary>
public static class WhatIf
{
    private const int PeopleBetweenReports = 256;

    /// <summary>Replays the cohort under both settings. Allocates nothing a check-in.</summary>
    /// <param name="cohort">The check-ins.</param>
    /// <param name="before">The settings in force.</param>
    /// <param name="after">The settings thought of.</param>
    /// <param name="progress">Told the share of people done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public static WhatIfResult Compare(
        Cohort cohort,
        DetectionSettings before,
        DetectionSettings after,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        var cadences = Enum.GetValues<Cadence>();
        var rulesBefore = Array.ConvertAll(cadences, cadence => RuleSet.For(cadence, before));
        var rulesAfter = Array.ConvertAll(cadences, cadence => RuleSet.For(cadence, after));
        RuleCounter totalBefore = default, totalAfter = default;
        var newly = new List<string>();
        var noLonger = new List<string>();
        long first = long.MaxValue, last = long.MinValue;

        for (var person = 0; person < cohort.People; person++)
        {
            if (person % PeopleBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report((double)person / cohort.People);
            }

            var columns = cohort.Of(person);
            if (columns.At.IsEmpty) continue;
            first = Math.Min(first, columns.At[0]);
            last = Math.Max(last, columns.At[^1]);

            var cadence = (int)cohort.CadenceOf(person);
            RuleCounter countBefore = default, countAfter = default;
            Assessment.Run(columns, rulesBefore[cadence], long.MaxValue, ref countBefore);
            Assessment.Run(columns, rulesAfter[cadence], long.MaxValue, ref countAfter);
            totalBefore.Add(countBefore);
            totalAfter.Add(countAfter);
            if (!countBefore.Any && countAfter.Any) newly.Add(cohort.Id(person));
            if (countBefore.Any && !countAfter.Any) noLonger.Add(cohort.Id(person));
        }

        progress?.Report(1);
        var weeks = first > last ? 0 : Days.From(last - first) / 7;
        return new WhatIfResult(
            weeks,
            [
                new(Rule.Worsening, totalBefore.WorseningCount, totalAfter.WorseningCount),
                new(Rule.Persistent, totalBefore.PersistentCount, totalAfter.PersistentCount),
                new(Rule.Acute, totalBefore.AcuteCount, totalAfter.AcuteCount),
                new(Rule.Silence, totalBefore.SilenceCount, totalAfter.SilenceCount),
                new(Rule.ContactRequested, totalBefore.ContactRequestedCount, totalAfter.ContactRequestedCount),
            ],
            newly,
            noLonger);
    }
}

/// <summary>What changes between two settings.</summary>
/// <param name="Weeks">From the cohort's first check-in to its last, in weeks.</param>
/// <param name="Rules">Findings of each rule before and after.</param>
/// <param name="NewlyFlagged">Ids of people with a finding only under the new settings, in ordinal order.</param>
/// <param name="NoLongerFlagged">Ids of people with a finding only under the old settings, in ordinal order.</param>
public sealed record WhatIfResult(
    double Weeks,
    IReadOnlyList<RuleChange> Rules,
    IReadOnlyList<string> NewlyFlagged,
    IReadOnlyList<string> NoLongerFlagged)
{
    /// <summary>Findings a week under the old settings; 0 when the cohort spans no time.</summary>
    public double BeforePerWeek(Rule rule) => PerWeek(rule, change => change.Before);

    /// <summary>Findings a week under the new settings; 0 when the cohort spans no time.</summary>
    public double AfterPerWeek(Rule rule) => PerWeek(rule, change => change.After);

    private double PerWeek(Rule rule, Func<RuleChange, int> count) =>
        Weeks > 0 ? count(Rules.Single(change => change.Rule == rule)) / Weeks : 0;
}

/// <summary>How many findings one rule makes under each of the two settings.</summary>
public readonly record struct RuleChange(Rule Rule, int Before, int After);

/// <summary>Counts findings and forgets their evidence.</summary>
internal struct RuleCounter : IFindings
{
    public int WorseningCount;
    public int PersistentCount;
    public int AcuteCount;
    public int SilenceCount;
    public int ContactRequestedCount;

    public readonly bool Any => (WorseningCount | PersistentCount | AcuteCount | SilenceCount | ContactRequestedCount) != 0;

    public void Worsening(in Columns columns, int index, in WorseningRule rule) => WorseningCount++;

    public void Persistent(in Columns columns, int index, in PersistentRule rule) => PersistentCount++;

    public void Acute(in Columns columns, int index) => AcuteCount++;

    public void Silence(in Columns columns, int index, in SilenceRule rule) => SilenceCount++;

    public void ContactRequested(in Columns columns, int index) => ContactRequestedCount++;

    public void Add(in RuleCounter other)
    {
        WorseningCount += other.WorseningCount;
        PersistentCount += other.PersistentCount;
        AcuteCount += other.AcuteCount;
        SilenceCount += other.SilenceCount;
        ContactRequestedCount += other.ContactRequestedCount;
    }
}
