namespace Wellbeing.Detection.Replay;

/// <summary>Two settings side by side on the same check-ins.</summary>
public static class WhatIf
{
    private const int PeopleBetweenReports = 256;
    private const double DaysPerYear = 365.25;

    /// <summary>Replays the cohort under both settings. Allocates nothing a check-in.</summary>
    /// <param name="cohort">The check-ins.</param>
    /// <param name="before">The settings in force.</param>
    /// <param name="after">The settings thought of.</param>
    /// <param name="progress">Told the share of people done, 0 to 1.</param>
    /// <param name="window">What is counted; everything the cohort holds when null.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public static WhatIfResult Compare(
        Cohort cohort,
        DetectionSettings before,
        DetectionSettings after,
        IProgress<double>? progress = null,
        WhatIfWindow? window = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        var cadences = Enum.GetValues<Cadence>();
        var rulesBefore = Array.ConvertAll(cadences, cadence => RuleSet.For(cadence, before));
        var rulesAfter = Array.ConvertAll(cadences, cadence => RuleSet.For(cadence, after));
        var (from, to) = window is { } w ? (w.FromUtc.Ticks, w.ToUtc.Ticks) : Extent(cohort);
        var weeks = (int)Math.Max(1, Math.Ceiling(Days.From(to - from) / 7));
        Tally tallyBefore = new(before.Severities, weeks, from, to), tallyAfter = new(after.Severities, weeks, from, to);
        var observed = new double[cadences.Length];
        var newly = new List<string>();
        var noLonger = new List<string>();
        var people = 0;

        for (var person = 0; person < cohort.People; person++)
        {
            if (person % PeopleBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report((double)person / cohort.People);
            }

            var columns = cohort.Of(person);
            if (columns.At.IsEmpty) continue;
            var cadence = (int)cohort.CadenceOf(person);
            if (columns.At[^1] >= from && columns.At[0] <= to)
            {
                people++;
                observed[cadence] += Days.From(Math.Min(columns.At[^1], to) - Math.Max(columns.At[0], from)) / DaysPerYear;
            }

            // Without a window nothing is left out; with one, nothing later than its end is read.
            var until = window is null ? cohort.Until(person) : Math.Min(cohort.Until(person), columns.At[^1] <= to ? long.MaxValue : to);
            TallyCounter countBefore = new(tallyBefore), countAfter = new(tallyAfter);
            Assessment.Run(columns, rulesBefore[cadence], until, ref countBefore);
            Assessment.Run(columns, rulesAfter[cadence], until, ref countAfter);
            if (!countBefore.Any && countAfter.Any) newly.Add(cohort.Id(person));
            if (countBefore.Any && !countAfter.Any) noLonger.Add(cohort.Id(person));
        }

        progress?.Report(1);
        return new WhatIfResult(
            to > from ? Days.From(to - from) / 7 : 0,
            [.. Tally.Rules.Select(rule => new RuleChange(rule, tallyBefore.Of(rule), tallyAfter.Of(rule)))],
            newly,
            noLonger)
        {
            People = people,
            PersonYears = new(observed[(int)Cadence.Daily], observed[(int)Cadence.Weekly], observed[(int)Cadence.Fortnightly], observed[(int)Cadence.Monthly]),
            Severities = [.. Enum.GetValues<Severity>().Select(severity => new SeverityChange(severity, tallyBefore.Of(severity), tallyAfter.Of(severity)))],
            ByWeek =
            [
                .. Enumerable.Range(0, weeks).Select(week => new WeekChange(
                    new DateTime(from + (week * Days.Ticks(7)), DateTimeKind.Utc),
                    [.. Tally.Rules.Select(rule => new RuleChange(rule, tallyBefore.Of(rule, week), tallyAfter.Of(rule, week)))],
                    tallyBefore.ToldIn(week),
                    tallyAfter.ToldIn(week))),
            ],
        };
    }

    private static (long From, long To) Extent(Cohort cohort)
    {
        long first = long.MaxValue, last = long.MinValue;
        for (var person = 0; person < cohort.People; person++)
        {
            var at = cohort.SubmittedAt(person);
            if (at.IsEmpty) continue;
            first = Math.Min(first, at[0]);
            last = Math.Max(last, at[^1]);
            if (cohort.Until(person) is var until and < long.MaxValue) last = Math.Max(last, until);
        }

        return first > last ? (0, 0) : (first, last);
    }
}

/// <summary>What a what-if counts.</summary>
/// <param name="FromUtc">Earlier findings are not counted; their check-ins form usual levels.</param>
/// <param name="ToUtc">Later check-ins are not read.</param>
public readonly record struct WhatIfWindow(DateTime FromUtc, DateTime ToUtc);

/// <summary>What changes between two settings.</summary>
/// <param name="Weeks">The window, or from the cohort's first check-in to its last, in weeks.</param>
/// <param name="Rules">Findings of each rule before and after.</param>
/// <param name="NewlyFlagged">Ids of people with a finding only under the new settings, in ordinal order.</param>
/// <param name="NoLongerFlagged">Ids of people with a finding only under the old settings, in ordinal order.</param>
public sealed record WhatIfResult(
    double Weeks,
    IReadOnlyList<RuleChange> Rules,
    IReadOnlyList<string> NewlyFlagged,
    IReadOnlyList<string> NoLongerFlagged)
{
    /// <summary>People who checked in.</summary>
    public int People { get; init; }

    /// <summary>From each person's first check-in counted to their last, in years, added up.</summary>
    public PerCadence<double> PersonYears { get; init; } = new(0, 0, 0, 0);

    /// <summary>How often the team is told, by the gravest finding of the moment: findings of one moment are told together.</summary>
    public IReadOnlyList<SeverityChange> Severities { get; init; } = [];

    /// <summary>The same by seven days, oldest first.</summary>
    public IReadOnlyList<WeekChange> ByWeek { get; init; } = [];

    /// <summary>Findings a week under the old settings; 0 when the cohort spans no time.</summary>
    public double BeforePerWeek(Rule rule) => PerWeek(rule, change => change.Before);

    /// <summary>Findings a week under the new settings; 0 when the cohort spans no time.</summary>
    public double AfterPerWeek(Rule rule) => PerWeek(rule, change => change.After);

    private double PerWeek(Rule rule, Func<RuleChange, int> count) =>
        Weeks > 0 ? count(Rules.Single(change => change.Rule == rule)) / Weeks : 0;
}

/// <summary>How many findings one rule makes under each of the two settings.</summary>
public readonly record struct RuleChange(Rule Rule, int Before, int After);

/// <summary>How often the team is told with a severity under each of the two settings.</summary>
public readonly record struct SeverityChange(Severity Severity, int Before, int After);

/// <summary>Seven days.</summary>
/// <param name="FromUtc">Their first instant.</param>
/// <param name="Rules">Findings of each rule.</param>
/// <param name="Before">How often the team is told under the old settings.</param>
/// <param name="After">How often the team is told under the new settings.</param>
public sealed record WeekChange(DateTime FromUtc, IReadOnlyList<RuleChange> Rules, int Before, int After);

/// <summary>Counts findings of everybody in a window, by rule, week and severity.</summary>
internal sealed class Tally(SeveritySettings severities, int weeks, long from, long to)
{
    /// <summary>The rules that detection itself makes findings of.</summary>
    public static readonly Rule[] Rules = [Rule.Worsening, Rule.Persistent, Rule.Acute, Rule.Silence, Rule.ContactRequested, Rule.PersistentImpactUnknown, Rule.PersistentReported];

    private static readonly int[] PlaceOf = [.. Enum.GetValues<Rule>().Select(rule => Array.IndexOf(Rules, rule))];

    private static readonly long WeekTicks = Days.Ticks(7);

    private readonly Severity[] severityOf = Array.ConvertAll(Rules, severities.For);
    private readonly int[] findings = new int[weeks * Rules.Length];
    private readonly int[] told = new int[weeks];
    private readonly int[] bySeverity = new int[(int)Enum.GetValues<Severity>().Max() + 1];

    public int Of(Rule rule) => Enumerable.Range(0, weeks).Sum(week => Of(rule, week));

    public int Of(Rule rule, int week) => findings[(week * Rules.Length) + PlaceOf[(int)rule]];

    public int Of(Severity severity) => bySeverity[(int)severity];

    public int ToldIn(int week) => told[week];

    /// <returns>The severity, or null outside the window.</returns>
    public Severity? Count(Rule rule, long at, bool sameMoment, Severity gravest)
    {
        if (at < from || at > to) return null;
        var week = (int)Math.Min((at - from) / WeekTicks, weeks - 1);
        var place = PlaceOf[(int)rule];
        findings[(week * Rules.Length) + place]++;
        var severity = severityOf[place];
        if (!sameMoment)
        {
            told[week]++;
            bySeverity[(int)severity]++;
            return severity;
        }

        if (severity <= gravest) return gravest;
        bySeverity[(int)gravest]--;
        bySeverity[(int)severity]++;
        return severity;
    }
}

/// <summary>One person's findings, on their way into a tally.</summary>
internal struct TallyCounter(Tally tally) : IFindings
{
    private long toldAt = long.MinValue;
    private Severity gravest;

    public bool Any { get; private set; }

    public void Worsening(in Columns columns, int index, in WorseningRule rule) => Count(Rule.Worsening, columns.At[index]);

    public void Persistent(in Columns columns, int index, in PersistentRule rule) => Count(Rule.Persistent, columns.At[index]);

    public void PersistentImpactUnknown(in Columns columns, int index, in PersistentRule rule) => Count(Rule.PersistentImpactUnknown, columns.At[index]);

    public void PersistentReported(in Columns columns, int index, in PersistentRule rule) => Count(Rule.PersistentReported, columns.At[index]);

    public void Acute(in Columns columns, int index, in AcuteRule rule) => Count(Rule.Acute, columns.At[index]);

    public void Silence(in Columns columns, int index, in SilenceRule rule) => Count(Rule.Silence, rule.DueAt);

    public void ContactRequested(in Columns columns, int index) => Count(Rule.ContactRequested, columns.At[index]);

    private void Count(Rule rule, long at)
    {
        if (tally.Count(rule, at, at == toldAt, gravest) is not { } severity) return;
        Any = true;
        toldAt = at;
        gravest = severity;
    }
}

/// <summary>Counts worsening and forgets its evidence.</summary>
internal struct RuleCounter : IFindings
{
    public int WorseningCount;

    public void Worsening(in Columns columns, int index, in WorseningRule rule) => WorseningCount++;

    public readonly void Persistent(in Columns columns, int index, in PersistentRule rule) { }

    public readonly void PersistentImpactUnknown(in Columns columns, int index, in PersistentRule rule) { }

    public readonly void PersistentReported(in Columns columns, int index, in PersistentRule rule) { }

    public readonly void Acute(in Columns columns, int index, in AcuteRule rule) { }

    public readonly void Silence(in Columns columns, int index, in SilenceRule rule) { }

    public readonly void ContactRequested(in Columns columns, int index) { }
}
