using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Reports;

/// <summary>What-if: the settings in force beside others, on the organisation's own check-ins of the last weeks.
/// Changes nothing.</summary>
/// <param name="Proposed">The settings thought of.</param>
/// <param name="Days">How far back, 30 to 365; rounded up to whole weeks.</param>
/// <param name="MinutesPerFlag">What answering takes a nurse, 1 to 480 minutes; the setting <c>Team:MinutesPerFlag</c>
/// when null.</param>
/// <param name="Progress">Told the share done, 0 to 1.</param>
/// <param name="Named">Whether to say who is flagged: to nurses alone.</param>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record CompareThresholds(
    Actor By,
    DetectionSettings Proposed,
    int Days = CompareThresholds.UsualDays,
    int? MinutesPerFlag = null,
    IProgress<double>? Progress = null,
    bool Named = true
) : IRequest<ThresholdComparison>, IActed
{
    public const int FewestDays = 30;
    public const int MostDays = 365;
    public const int UsualDays = 90;
}

/// <summary>Counted in flags, as the application would raise them: one open flag a person, whatever else is found
/// meanwhile joins it.</summary>
/// <param name="InForce">The version compared with.</param>
/// <param name="FromUtc">The window's beginning: whole weeks before <paramref name="ToUtc"/>.</param>
/// <param name="People">Who checked in within the window.</param>
/// <param name="Rules">Flags with a finding of the rule; a flag with two rules counts for both.</param>
/// <param name="Severities">Flags by the gravest of their findings.</param>
/// <param name="ByWeek">Flags by week, oldest first.</param>
/// <param name="NewlyFlagged">How many people are flagged only under the proposed settings.</param>
/// <param name="NoLongerFlagged">How many people are flagged only under the settings in force.</param>
/// <param name="NewlyFlaggedPeople">Who; null for those who may not know (administrators are not the team). At most
/// <see cref="MostNamed"/>.</param>
/// <param name="NoLongerFlaggedPeople">As above.</param>
/// <param name="MinutesPerFlag">What the nurses' hours were reckoned with.</param>
/// <param name="Steady">False alarms of "worsening" by the calibration tables.</param>
public sealed record ThresholdComparison(
    int InForce,
    DateTime FromUtc,
    DateTime ToUtc,
    int People,
    int CheckIns,
    IReadOnlyList<RuleComparison> Rules,
    IReadOnlyList<SeverityChange> Severities,
    IReadOnlyList<WeekComparison> ByWeek,
    int NewlyFlagged,
    int NoLongerFlagged,
    IReadOnlyList<NamedPerson>? NewlyFlaggedPeople,
    IReadOnlyList<NamedPerson>? NoLongerFlaggedPeople,
    int MinutesPerFlag,
    IReadOnlyList<SteadyPerson> Steady
)
{
    /// <summary>The most people named on either side.</summary>
    public const int MostNamed = 100;

    /// <summary>The most histories shown on either side.</summary>
    public const int MostHistories = 10;

    /// <summary>Ratings shown of each history.</summary>
    public const int RatingsOfHistory = 12;

    /// <summary>
    /// What such people's feelings were like, for those who may not know who they are: without name and day, in no
    /// order that tells anything, and only where there are <see cref="Report.SmallestCount"/> people or more. Empty
    /// where there are fewer.
    /// </summary>
    public IReadOnlyList<AnonymousHistory> NewlyFlaggedHistories { get; init; } = [];

    /// <inheritdoc cref="NewlyFlaggedHistories"/>
    public IReadOnlyList<AnonymousHistory> NoLongerFlaggedHistories { get; init; } = [];

    public int Weeks => ByWeek.Count;

    /// <summary>How many of the flags are for somebody whose last flag was closed within
    /// <see cref="WhatIfResult.RepeatWithinDays"/> days.</summary>
    public (int Before, int After) Repeats { get; init; }

    /// <summary>Repeats that are kept as a note on the closed flag instead.</summary>
    public (int Before, int After) Notes { get; init; }

    /// <summary>Flags at Review instead of the severity of their rule, because a colleague had said that this is usual
    /// for the person.</summary>
    public (int Before, int After) AsUsual { get; init; }

    /// <summary>How long a flag was taken to be open, in days.</summary>
    public double DaysOpen { get; init; } = FlagHandling.UsualDaysOpen;

    /// <summary>How many closed flags <see cref="DaysOpen"/> is the median of; 0 where there were too few and the usual
    /// days were taken.</summary>
    public int DaysOpenOf { get; init; }

    /// <summary>How many nurses share the flags.</summary>
    public int Nurses { get; init; }

    /// <summary>What both settings do for simulated people asked weekly.</summary>
    public required (ProfileFigures Before, ProfileFigures After) Figures { get; init; }

    /// <summary>Flags under the settings in force, in all.</summary>
    public int ToldBefore => Severities.Sum(s => s.Before);

    public int ToldAfter => Severities.Sum(s => s.After);

    /// <summary>Nurses' hours a week under the settings in force.</summary>
    public double HoursAWeekBefore => Hours(ToldBefore);

    public double HoursAWeekAfter => Hours(ToldAfter);

    /// <summary>False alarms a week if everybody were steady, under the settings in force; null without a
    /// table.</summary>
    public double? SteadyAlarmsAWeekBefore => SteadyAlarms(s => s.YearsBefore);

    public double? SteadyAlarmsAWeekAfter => SteadyAlarms(s => s.YearsAfter);

    /// <summary>How many flags a week would turn out to be raised in error, by what nurses said of earlier ones; null
    /// while they closed fewer than <see cref="HowSure.FewestOutcomes"/>: a share of a few says nothing.</summary>
    public double? InErrorAWeekBefore => InError(r => r.Before);

    public double? InErrorAWeekAfter => InError(r => r.After);

    private double Hours(int told) => Weeks == 0 ? 0 : told * MinutesPerFlag / 60.0 / Weeks;

    private double? SteadyAlarms(Func<SteadyPerson, double?> years) =>
        Steady.Any(s => years(s) is null) ? null : Steady.Sum(s => s.PersonYears / years(s)!.Value) / Weeks;

    /// <summary>Reasons of the flags that nurses closed in the last year.</summary>
    public int Outcomes => Rules.Sum(r => r.Resolved);

    private double? InError(Func<RuleComparison, int> count) =>
        Outcomes < HowSure.FewestOutcomes
            ? null
            : Rules.Where(r => r.Resolved > 0).Sum(r => count(r) * r.ErrorShare!.Value) / Weeks;
}

/// <summary>The flags with one rule's findings under both settings, and what nurses said of it.</summary>
/// <param name="Resolved">Flags with a finding of the rule, resolved in the last year.</param>
/// <param name="InError">How many of them were raised in error.</param>
public sealed record RuleComparison(Rule Rule, int Before, int After, int Resolved, int InError)
{
    /// <summary>0 to 1; null while none is resolved.</summary>
    public double? ErrorShare => Resolved == 0 ? null : (double)InError / Resolved;
}

/// <summary>The flags of seven days.</summary>
public sealed record WeekComparison(DateTime FromUtc, int Before, int After);

/// <summary>The last ratings of somebody who is not named, oldest first: 0 to 10, null where none was given.</summary>
public sealed record AnonymousHistory(IReadOnlyList<int?> Ratings);

/// <summary>Somebody a nurse may open.</summary>
public sealed record NamedPerson(Guid Id, string Name);

/// <summary>How rarely somebody whose feelings do not change is taken for worsening.</summary>
/// <param name="PersonYears">Years of check-ins of this cadence in the window.</param>
/// <param name="YearsBefore">Years between false alarms under the settings in force; null where there were too few to
/// say.</param>
/// <param name="YearsAfter">The same under the proposed settings.</param>
public sealed record SteadyPerson(Cadence Cadence, double PersonYears, double? YearsBefore, double? YearsAfter);

internal sealed class CompareThresholdsValidator : AbstractValidator<CompareThresholds>
{
    public CompareThresholdsValidator()
    {
        RuleFor(r => r.Days)
            .InclusiveBetween(CompareThresholds.FewestDays, CompareThresholds.MostDays)
            .OverridePropertyName("days")
            .WithMessage($"Choose {CompareThresholds.FewestDays} to {CompareThresholds.MostDays} days.");
        RuleFor(r => r.MinutesPerFlag)
            .InclusiveBetween(1, TeamOptions.MostMinutesPerFlag)
            .OverridePropertyName("minutesPerFlag")
            .WithMessage($"Enter 1 to {TeamOptions.MostMinutesPerFlag} minutes.");
        RuleFor(r => r.Proposed)
            .Custom(
                (settings, context) =>
                {
                    foreach (var problem in SettingsCatalogue.Problems(settings))
                        context.AddFailure(problem.Setting.Key, problem.Message);
                }
            );
    }
}

internal sealed class CompareThresholdsHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    Calibrations calibrations,
    CohortReader checkIns,
    IOptions<TeamOptions> team,
    TimeProvider clock
) : IRequestHandler<CompareThresholds, ThresholdComparison>
{
    // Usual levels have formed by then: 36 monthly check-ins or 156 weekly ones, where the shipped settings look at 12
    // and hold back 8. Reading further would make the wait grow with the organisation's age.
    private static readonly TimeSpan _leadIn = TimeSpan.FromDays(3 * 366);
    private static readonly TimeSpan _lastYear = TimeSpan.FromDays(365);

    // What a replay finds by itself.
    private static readonly Rule[] _detected =
    [
        Rule.Worsening,
        Rule.Persistent,
        Rule.PersistentImpactUnknown,
        Rule.PersistentReported,
        Rule.Acute,
        Rule.Silence,
        Rule.ContactRequested,
    ];

    // Of fewer closed flags a median says little.
    private const int FewestClosed = 10;

    // Reading takes most of the time, where no false alarms are simulated anew.
    private const double ReadingShare = 0.6;
    private const double ComparingShare = 0.7;
    private const double InForceShare = 0.75;

    // What remains is spent on simulating both settings; until then the comparison is not done.
    private const double RarityShare = 0.85;

    public async Task<ThresholdComparison> Handle(CompareThresholds request, CancellationToken cancellationToken)
    {
        var to = clock.GetUtcNow().UtcDateTime;
        var weeks = (request.Days + 6) / 7;
        // Weeks before anybody checked in had no flags under any settings.
        if (await db.CheckIns.MinAsync(c => (DateTime?)c.SubmittedAtUtc, cancellationToken) is { } first)
            weeks = Math.Clamp((int)Math.Ceiling((to - first).TotalDays / 7), 1, weeks);
        var from = to.AddDays(-7 * weeks);
        var inForce = await thresholds.Settings(cancellationToken);

        var cohort = await checkIns.Read(
            from - _leadIn,
            to,
            Part(request.Progress, 0, ReadingShare),
            cancellationToken
        );
        var (daysOpen, of) = await DaysOpen(to, cancellationToken);
        var result = WhatIf.Compare(
            cohort,
            inForce.Detection,
            request.Proposed,
            Part(request.Progress, ReadingShare, ComparingShare),
            new WhatIfWindow(from, to),
            new FlagHandling(daysOpen, await RaisedOtherwise(from - _leadIn, to, cancellationToken))
            {
                SaidUsual = await SaidUsual(from, to, cancellationToken),
            },
            cancellationToken
        );

        var outcomes = await db.OutcomesByRule(to, cancellationToken);
        var mayKnow = request.Named && request.By.Is(Roles.Nurse);
        var tablesBefore = calibrations.Rarity(
            inForce.Detection,
            Part(request.Progress, ComparingShare, InForceShare),
            cancellationToken
        );
        var tablesAfter = calibrations.Rarity(
            request.Proposed,
            Part(request.Progress, InForceShare, RarityShare),
            cancellationToken
        );
        var comparison = new ThresholdComparison(
            inForce.Version,
            from,
            to,
            result.People,
            cohort.CheckIns,
            [.. result.Rules.Select(r => Of(r, outcomes))],
            result.Severities,
            [.. result.ByWeek.Select(week => new WeekComparison(week.FromUtc, week.Before, week.After))],
            result.NewlyFlagged.Count,
            result.NoLongerFlagged.Count,
            mayKnow ? await Named(result.NewlyFlagged, cancellationToken) : null,
            mayKnow ? await Named(result.NoLongerFlagged, cancellationToken) : null,
            request.MinutesPerFlag ?? team.Value.MinutesPerFlag,
            [
                .. Enum.GetValues<Cadence>()
                    .Where(c => result.PersonYears.For(c) > 0)
                    .Select(c => new SteadyPerson(
                        c,
                        result.PersonYears.For(c),
                        Years(tablesBefore, c),
                        Years(tablesAfter, c)
                    )),
            ]
        )
        {
            Repeats = result.Repeats,
            Notes = result.Notes,
            NewlyFlaggedHistories = await Histories(result.NewlyFlagged, from, cancellationToken),
            NoLongerFlaggedHistories = await Histories(result.NoLongerFlagged, from, cancellationToken),
            AsUsual = result.Lowered,
            DaysOpen = daysOpen,
            DaysOpenOf = of,
            Figures = (
                Calibrations.Figures(inForce.Detection, cancellationToken),
                Calibrations.Figures(request.Proposed, cancellationToken)
            ),
            Nurses = await db.UserRoles.CountAsync(
                ur =>
                    db.Roles.Any(r => r.Id == ur.RoleId && r.Name == nameof(Roles.Nurse))
                    && db.Users.Any(a => a.Id == ur.UserId && a.Enabled),
                cancellationToken
            ),
        };

        request.Progress?.Report(1);
        if (mayKnow)
        {
            var named = comparison.NewlyFlaggedPeople!.Concat(comparison.NoLongerFlaggedPeople!).Select(p => p.Id);
            await db.AuditNamed(request.By, named, to, cancellationToken);
        }

        db.Audit(
            request.By,
            AuditActions.ThresholdsCompared,
            to,
            detail: new ComparisonDetail(inForce.Version, weeks, mayKnow)
        );
        await db.SaveChangesAsync(cancellationToken);
        return comparison;
    }

    private async Task<IReadOnlyList<NamedPerson>> Named(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var some = ids.Take(ThresholdComparison.MostNamed).Select(Guid.Parse).ToList();
        return await db
            .Participants.AsNoTracking()
            .Where(p => some.Contains(p.Id))
            .OrderBy(p => p.SearchName)
            .ThenBy(p => p.Id)
            .Select(p => new NamedPerson(p.Id, p.Name))
            .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<AnonymousHistory>> Histories(
        IReadOnlyList<string> ids,
        DateTime from,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count < Report.SmallestCount)
            return [];
        var some = ids.Take(ThresholdComparison.MostHistories).Select(Guid.Parse).ToList();
        var ratings = await db
            .CheckIns.AsNoTracking()
            .Where(c => some.Contains(c.ParticipantId) && c.SubmittedAtUtc >= from)
            .OrderBy(c => c.SubmittedAtUtc)
            .Select(c => new { c.ParticipantId, c.Intensity })
            .ToListAsync(cancellationToken);
        return
        [
            .. ratings
                .GroupBy(c => c.ParticipantId)
                .Select(person => person.Select(c => c.Intensity).TakeLast(ThresholdComparison.RatingsOfHistory))
                .Select(last => new AnonymousHistory([.. last]))
                // Their order says nothing.
                .OrderBy(history => string.Join(' ', history.Ratings.Select(r => $"{r:00}")), StringComparer.Ordinal),
        ];
    }

    /// <summary>The median of the flags closed in the last year, from being raised to being closed.</summary>
    private async Task<(double Days, int Of)> DaysOpen(DateTime now, CancellationToken cancellationToken)
    {
        var since = now - _lastYear;
        var spans = (
            await db
                .Flags.AsNoTracking()
                .Where(f => f.ResolvedAtUtc >= since)
                .Select(f => new { f.RaisedAtUtc, f.ResolvedAtUtc })
                .ToListAsync(cancellationToken)
        )
            .Select(f => (f.ResolvedAtUtc!.Value - f.RaisedAtUtc).TotalDays)
            .Order()
            .ToList();
        return spans.Count < FewestClosed ? (FlagHandling.UsualDaysOpen, 0) : (spans[spans.Count / 2], spans.Count);
    }

    /// <summary>What raised flags whatever the settings were: it is the same on both sides, and what rules find joins
    /// it.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<RaisedOtherwise>>> RaisedOtherwise(
        DateTime from,
        DateTime to,
        CancellationToken cancellationToken
    ) => (
            await db
                .FlagFindings.AsNoTracking()
                .Where(f => !_detected.Contains(f.Rule) && f.FoundAtUtc >= from && f.FoundAtUtc <= to)
                .OrderBy(f => f.FoundAtUtc)
                .Select(f => new
                {
                    f.ParticipantId,
                    f.Rule,
                    f.Severity,
                    f.FoundAtUtc,
                })
                .ToListAsync(cancellationToken)
        ).GroupBy(f => f.ParticipantId).ToDictionary(person => person.Key.ToString(), // As the cohort names people.
            person => (IReadOnlyList<RaisedOtherwise>)[.. person.Select(f => new RaisedOtherwise(f.Rule, f.Severity, f.FoundAtUtc))]);

    /// <summary>What was said to be usual, for as long as it held.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<SaidUsual>>> SaidUsual(
        DateTime from,
        DateTime to,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .UsualForPeople.AsNoTracking()
                .Where(u => u.UntilUtc > from && u.FromUtc < to)
                .ToListAsync(cancellationToken)
        )
            .GroupBy(u => u.ParticipantId)
            .ToDictionary(
                person => person.Key.ToString(),
                person =>
                    (IReadOnlyList<SaidUsual>)
                        [
                            .. person.Select(u => new SaidUsual(
                                u.FromUtc,
                                u.EndedAtUtc ?? u.UntilUtc,
                                u.Rating,
                                u.Functioning
                            )),
                        ]
            );

    private static RuleComparison Of(RuleChange change, IReadOnlyDictionary<Rule, RuleOutcomes> outcomes) =>
        new(
            change.Rule,
            change.Before,
            change.After,
            outcomes.GetValueOrDefault(change.Rule).Closed,
            outcomes.GetValueOrDefault(change.Rule).InError
        );

    private static double? Years(DetectionSettings settings, Cadence cadence)
    {
        var constants = settings.Worsening.For(cadence);
        return settings.Calibration.For(cadence).YearsBetweenFalseAlarms(constants, constants.Threshold);
    }

    private static Share? Part(IProgress<double>? whole, double from, double to) =>
        whole is null ? null : new Share(whole, from, to);

    private sealed class Share(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + ((to - from) * value));
    }
}
