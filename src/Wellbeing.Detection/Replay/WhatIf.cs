namespace Wellbeing.Detection.Replay;

/// <summary>Two settings side by side on the same check-ins, in flags.</summary>
public static class WhatIf
{
    private const int PeopleBetweenReports = 256;
    private const double DaysPerYear = 365.25;

    /// <summary>
    /// Replays the cohort under both settings, and counts the flags that the application would have raised: see
    /// <see cref="FlagRule"/>. Allocates nothing a check-in.
    /// </summary>
    /// <param name="cohort">The check-ins.</param>
    /// <param name="before">The settings in force.</param>
    /// <param name="after">The settings thought of.</param>
    /// <param name="progress">Told the share of people done, 0 to 1.</param>
    /// <param name="window">What is counted; everything the cohort holds when null.</param>
    /// <param name="handling">How flags are dealt with; <see cref="FlagHandling.Usual"/> when null.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public static WhatIfResult Compare(
        Cohort cohort,
        DetectionSettings before,
        DetectionSettings after,
        IProgress<double>? progress = null,
        WhatIfWindow? window = null,
        FlagHandling? handling = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        handling ??= FlagHandling.Usual;
        var (from, to) = window is { } w ? (w.FromUtc.Ticks, w.ToUtc.Ticks) : Extent(cohort);
        var weeks = (int)Math.Max(1, Math.Ceiling(Days.From(to - from) / 7));
        Side sideBefore = new(before, handling, weeks, from, to),
            sideAfter = new(after, handling, weeks, from, to);
        var observed = new double[Enum.GetValues<Cadence>().Length];
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
            var raised = handling.Raised.GetValueOrDefault(cohort.Id(person));
            if (columns.At.IsEmpty && raised is null)
                continue;
            var usual = handling.SaidUsual.GetValueOrDefault(cohort.Id(person));
            var cadence = cohort.CadenceOf(person);
            if (!columns.At.IsEmpty && columns.At[^1] >= from && columns.At[0] <= to)
            {
                people++;
                observed[(int)cadence] +=
                    Days.From(Math.Min(columns.At[^1], to) - Math.Max(columns.At[0], from)) / DaysPerYear;
            }

            // Without a window nothing is left out; with one, nothing later than its end is read.
            var until = window is null
                ? cohort.Until(person)
                : Math.Min(cohort.Until(person), columns.At.IsEmpty || columns.At[^1] <= to ? long.MaxValue : to);
            var (isBefore, isAfter) = (
                sideBefore.Flags(columns, cadence, until, raised, usual),
                sideAfter.Flags(columns, cadence, until, raised, usual)
            );
            if (!isBefore && isAfter)
                newly.Add(cohort.Id(person));
            if (isBefore && !isAfter)
                noLonger.Add(cohort.Id(person));
        }

        // Whoever never checked in is the same on both sides.
        foreach (var (id, raised) in handling.Raised)
        {
            if (cohort.Find(id) >= 0)
                continue;
            sideBefore.Flags(default, Cadence.Weekly, long.MaxValue, raised);
            sideAfter.Flags(default, Cadence.Weekly, long.MaxValue, raised);
        }

        progress?.Report(1);
        var (was, would) = (sideBefore.Tally, sideAfter.Tally);
        return new WhatIfResult(
            to > from ? Days.From(to - from) / 7 : 0,
            [.. Enum.GetValues<Rule>().Select(rule => new RuleChange(rule, was.Of(rule), would.Of(rule)))],
            newly,
            noLonger
        )
        {
            People = people,
            PersonYears = new(
                observed[(int)Cadence.Daily],
                observed[(int)Cadence.Weekly],
                observed[(int)Cadence.Fortnightly],
                observed[(int)Cadence.Monthly]
            ),
            Severities =
            [
                .. Enum.GetValues<Severity>()
                    .Select(severity => new SeverityChange(severity, was.Of(severity), would.Of(severity))),
            ],
            ByWeek =
            [
                .. Enumerable
                    .Range(0, weeks)
                    .Select(week => new WeekChange(
                        new DateTime(from + (week * Days.Ticks(7)), DateTimeKind.Utc),
                        was.In(week),
                        would.In(week)
                    )),
            ],
            Repeats = (was.Repeats, would.Repeats),
            Notes = (was.Notes, would.Notes),
            Lowered = (was.Lowered, would.Lowered),
        };
    }

    private static (long From, long To) Extent(Cohort cohort)
    {
        long first = long.MaxValue,
            last = long.MinValue;
        for (var person = 0; person < cohort.People; person++)
        {
            var at = cohort.SubmittedAt(person);
            if (at.IsEmpty)
                continue;
            first = Math.Min(first, at[0]);
            last = Math.Max(last, at[^1]);
            if (cohort.Until(person) is var until and < long.MaxValue)
                last = Math.Max(last, until);
        }

        return first > last ? (0, 0) : (first, last);
    }

    /// <summary>One of the two settings.</summary>
    private sealed class Side(DetectionSettings settings, FlagHandling handling, int weeks, long from, long to)
    {
        private readonly RuleSet[] _rules = Array.ConvertAll(
            Enum.GetValues<Cadence>(),
            cadence => RuleSet.For(cadence, settings)
        );

        public FlagTally Tally { get; } = new(weeks, from, to);

        /// <returns>Whether the person would have been flagged in the window.</returns>
        public bool Flags(
            in Columns columns,
            Cadence cadence,
            long until,
            IReadOnlyList<RaisedOtherwise>? raised,
            IReadOnlyList<SaidUsual>? usual = null
        )
        {
            ref readonly var rule = ref _rules[(int)cadence];
            var counter = new FlagCounter(
                Tally,
                settings.Severities,
                rule.Episode.QuietDaysAfterResolution,
                handling.DaysOpen,
                raised,
                usual
            );
            Assessment.Run(columns, rule, until, ref counter, Reporting.EveryHit);
            counter.Finish();
            return counter.Any;
        }
    }
}

/// <summary>What a what-if counts.</summary>
/// <param name="FromUtc">Earlier flags are not counted; their check-ins form usual levels.</param>
/// <param name="ToUtc">Later check-ins are not read.</param>
public readonly record struct WhatIfWindow(DateTime FromUtc, DateTime ToUtc);

/// <summary>What changes between two settings.</summary>
/// <param name="Weeks">The window, or from the cohort's first check-in to its last, in weeks.</param>
/// <param name="Rules">Flags with a finding of the rule before and after; a flag with two rules counts for
/// both.</param>
/// <param name="NewlyFlagged">Ids of people with a flag only under the new settings, in ordinal order.</param>
/// <param name="NoLongerFlagged">Ids of people with a flag only under the old settings, in ordinal order.</param>
public sealed record WhatIfResult(
    double Weeks,
    IReadOnlyList<RuleChange> Rules,
    IReadOnlyList<string> NewlyFlagged,
    IReadOnlyList<string> NoLongerFlagged
)
{
    /// <summary>A flag opened within this many days of the end of the person's last one is a repeat.</summary>
    public const double RepeatWithinDays = FlagTally.RepeatWithinDays;

    /// <summary>People who checked in.</summary>
    public int People { get; init; }

    /// <summary>From each person's first check-in counted to their last, in years, added up.</summary>
    public PerCadence<double> PersonYears { get; init; } = new(0, 0, 0, 0);

    /// <summary>Flags by the gravest of their findings.</summary>
    public IReadOnlyList<SeverityChange> Severities { get; init; } = [];

    /// <summary>Flags by seven days, oldest first.</summary>
    public IReadOnlyList<WeekChange> ByWeek { get; init; } = [];

    /// <summary>How many of the flags are repeats: see <see cref="RepeatWithinDays"/>.</summary>
    public (int Before, int After) Repeats { get; init; }

    /// <summary>Findings kept as a note on a flag that was closed a short while before.</summary>
    public (int Before, int After) Notes { get; init; }

    /// <summary>Flags that stand below the severity of their rules, because a nurse had said that this is usual for the
    /// person.</summary>
    public (int Before, int After) Lowered { get; init; }

    /// <summary>Flags a week with a finding of the rule under the old settings; 0 when the cohort spans no
    /// time.</summary>
    public double BeforePerWeek(Rule rule) => PerWeek(rule, change => change.Before);

    /// <summary>The same under the new settings.</summary>
    public double AfterPerWeek(Rule rule) => PerWeek(rule, change => change.After);

    private double PerWeek(Rule rule, Func<RuleChange, int> count) =>
        Weeks > 0 ? count(Rules.Single(change => change.Rule == rule)) / Weeks : 0;
}

/// <summary>How many flags hold a finding of one rule under each of the two settings.</summary>
public readonly record struct RuleChange(Rule Rule, int Before, int After);

/// <summary>How many flags are of a severity under each of the two settings.</summary>
public readonly record struct SeverityChange(Severity Severity, int Before, int After);

/// <summary>Flags opened in seven days.</summary>
/// <param name="FromUtc">Their first instant.</param>
/// <param name="Before">Under the old settings.</param>
/// <param name="After">Under the new settings.</param>
public sealed record WeekChange(DateTime FromUtc, int Before, int After);

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
