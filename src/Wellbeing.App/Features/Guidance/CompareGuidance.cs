using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.App.Options;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Features.Guidance;

/// <summary>What-if: the settings in force beside others, on the organisation's own check-ins of the last weeks. Changes nothing.</summary>
/// <param name="Proposed">The settings thought of.</param>
/// <param name="Days">How far back, 30 to 365; rounded up to whole weeks.</param>
/// <param name="MinutesPerFlag">What answering takes a nurse, 1 to 480 minutes; the setting <c>Team:MinutesPerFlag</c> when null.</param>
/// <param name="Progress">Told the share done, 0 to 1.</param>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record CompareGuidance(
    Actor By, DetectionSettings Proposed, int Days = CompareGuidance.UsualDays, int? MinutesPerFlag = null, IProgress<double>? Progress = null)
    : IRequest<GuidanceComparison>, IActed
{
    public const int FewestDays = 30;
    public const int MostDays = 365;
    public const int UsualDays = 90;
}

/// <param name="InForce">The version compared with.</param>
/// <param name="FromUtc">The window's beginning: whole weeks before <paramref name="ToUtc"/>.</param>
/// <param name="People">Who checked in within the window.</param>
/// <param name="Rules">Findings by rule; "not safe" is the same on both sides.</param>
/// <param name="Severities">How often the team is told, by the gravest finding of the moment.</param>
/// <param name="ByWeek">The same by week, oldest first.</param>
/// <param name="NewlyFlagged">How many people are told about only under the proposed settings.</param>
/// <param name="NoLongerFlagged">How many people are told about only under the settings in force.</param>
/// <param name="NewlyFlaggedPeople">Who; null for those who may not know (administrators are not the team). At most <see cref="MostNamed"/>.</param>
/// <param name="NoLongerFlaggedPeople">As above.</param>
/// <param name="MinutesPerFlag">What the nurses' hours were reckoned with.</param>
/// <param name="Steady">False alarms of "worsening" by the calibration tables.</param>
public sealed record GuidanceComparison(
    int InForce, DateTime FromUtc, DateTime ToUtc, int People, int CheckIns,
    IReadOnlyList<RuleComparison> Rules, IReadOnlyList<SeverityChange> Severities, IReadOnlyList<WeekComparison> ByWeek,
    int NewlyFlagged, int NoLongerFlagged, IReadOnlyList<NamedPerson>? NewlyFlaggedPeople, IReadOnlyList<NamedPerson>? NoLongerFlaggedPeople,
    int MinutesPerFlag, IReadOnlyList<SteadyPerson> Steady)
{
    /// <summary>The most people named on either side.</summary>
    public const int MostNamed = 100;

    public int Weeks => ByWeek.Count;

    /// <summary>How often the team is told under the settings in force, in all.</summary>
    public int ToldBefore => Severities.Sum(s => s.Before);

    public int ToldAfter => Severities.Sum(s => s.After);

    /// <summary>Nurses' hours a week under the settings in force.</summary>
    public double HoursAWeekBefore => Hours(ToldBefore);

    public double HoursAWeekAfter => Hours(ToldAfter);

    /// <summary>False alarms a week if everybody were steady, under the settings in force; null without a table.</summary>
    public double? SteadyAlarmsAWeekBefore => SteadyAlarms(s => s.YearsBefore);

    public double? SteadyAlarmsAWeekAfter => SteadyAlarms(s => s.YearsAfter);

    /// <summary>How many findings a week would turn out to be raised in error, by what nurses said of earlier ones; null while they said nothing.</summary>
    public double? InErrorAWeekBefore => InError(r => r.Before);

    public double? InErrorAWeekAfter => InError(r => r.After);

    private double Hours(int told) => Weeks == 0 ? 0 : told * MinutesPerFlag / 60.0 / Weeks;

    private double? SteadyAlarms(Func<SteadyPerson, double?> years) =>
        Steady.Any(s => years(s) is null) ? null : Steady.Sum(s => s.PersonYears / years(s)!.Value) / Weeks;

    private double? InError(Func<RuleComparison, int> count) =>
        Rules.All(r => r.Resolved == 0) ? null : Rules.Where(r => r.Resolved > 0).Sum(r => count(r) * r.ErrorShare!.Value) / Weeks;
}

/// <summary>One rule's findings under both settings, and what nurses said of it.</summary>
/// <param name="Resolved">Flags with a finding of the rule, resolved in the last year.</param>
/// <param name="InError">How many of them were raised in error.</param>
public sealed record RuleComparison(Rule Rule, int Before, int After, int Resolved, int InError)
{
    /// <summary>0 to 1; null while none is resolved.</summary>
    public double? ErrorShare => Resolved == 0 ? null : (double)InError / Resolved;
}

/// <summary>How often the team is told in seven days.</summary>
public sealed record WeekComparison(DateTime FromUtc, int Before, int After);

/// <summary>Somebody a nurse may open.</summary>
public sealed record NamedPerson(Guid Id, string Name);

/// <summary>How rarely somebody whose feelings do not change is taken for worsening.</summary>
/// <param name="PersonYears">Years of check-ins of this cadence in the window.</param>
/// <param name="YearsBefore">Years between false alarms under the settings in force; null where there were too few to say.</param>
/// <param name="YearsAfter">The same under the proposed settings.</param>
public sealed record SteadyPerson(Cadence Cadence, double PersonYears, double? YearsBefore, double? YearsAfter);

internal sealed class CompareGuidanceValidator : AbstractValidator<CompareGuidance>
{
    public CompareGuidanceValidator()
    {
        RuleFor(r => r.Days).InclusiveBetween(CompareGuidance.FewestDays, CompareGuidance.MostDays).OverridePropertyName("days")
            .WithMessage($"Choose {CompareGuidance.FewestDays} to {CompareGuidance.MostDays} days.");
        RuleFor(r => r.MinutesPerFlag).InclusiveBetween(1, TeamOptions.MostMinutesPerFlag).OverridePropertyName("minutesPerFlag")
            .WithMessage($"Enter 1 to {TeamOptions.MostMinutesPerFlag} minutes.");
        RuleFor(r => r.Proposed).Custom((settings, context) =>
        {
            foreach (var problem in SettingsCatalogue.Problems(settings)) context.AddFailure(problem.Setting.Key, problem.Message);
        });
    }
}

internal sealed class CompareGuidanceHandler(
    WellbeingDb db, GuidanceInForce guidance, Calibrations calibrations, CohortReader checkIns, IOptions<TeamOptions> team, TimeProvider clock)
    : IRequestHandler<CompareGuidance, GuidanceComparison>
{
    // Usual levels have formed by then: 36 monthly check-ins or 156 weekly ones, where the shipped settings look at 12 and
    // hold back 8. Reading further would make the wait grow with the organisation's age.
    private static readonly TimeSpan _leadIn = TimeSpan.FromDays(3 * 366);
    private static readonly TimeSpan _outcomesOf = TimeSpan.FromDays(365);

    // Reading takes most of the time, where no false alarms are simulated anew.
    private const double ReadingShare = 0.6;
    private const double ComparingShare = 0.7;
    private const double InForceShare = 0.8;

    public async Task<GuidanceComparison> Handle(CompareGuidance request, CancellationToken cancellationToken)
    {
        var to = clock.GetUtcNow().UtcDateTime;
        var weeks = (request.Days + 6) / 7;
        var from = to.AddDays(-7 * weeks);
        var inForce = await guidance.Settings(cancellationToken);

        var cohort = await checkIns.Read(from - _leadIn, to, Part(request.Progress, 0, ReadingShare), cancellationToken);
        var result = WhatIf.Compare(
            cohort, inForce.Detection, request.Proposed, Part(request.Progress, ReadingShare, ComparingShare), new WhatIfWindow(from, to), cancellationToken);

        var notSafe = await db.FlagFindings.Where(f => f.Rule == Rule.NotSafe && f.FoundAtUtc >= from && f.FoundAtUtc <= to)
            .Select(f => f.FoundAtUtc).ToListAsync(cancellationToken);
        var outcomes = await Outcomes(to, cancellationToken);
        var mayKnow = request.By.Is(Roles.Nurse);
        var tablesBefore = calibrations.Of(inForce.Detection, Part(request.Progress, ComparingShare, InForceShare), cancellationToken);
        var tablesAfter = calibrations.Of(request.Proposed, Part(request.Progress, InForceShare, 1), cancellationToken);
        var comparison = new GuidanceComparison(
            inForce.Version, from, to, result.People, cohort.CheckIns,
            [.. result.Rules.Append(new RuleChange(Rule.NotSafe, notSafe.Count, notSafe.Count)).Select(r => Of(r, outcomes))],
            [.. result.Severities.Select(s => s.Severity == Detection.Severity.Urgent ? new SeverityChange(s.Severity, s.Before + notSafe.Count, s.After + notSafe.Count) : s)],
            [.. result.ByWeek.Select(week => Of(week, notSafe.Count(at => at >= week.FromUtc && at < week.FromUtc.AddDays(7))))],
            result.NewlyFlagged.Count, result.NoLongerFlagged.Count,
            mayKnow ? await Named(result.NewlyFlagged, cancellationToken) : null,
            mayKnow ? await Named(result.NoLongerFlagged, cancellationToken) : null,
            request.MinutesPerFlag ?? team.Value.MinutesPerFlag,
            [.. Enum.GetValues<Cadence>().Where(c => result.PersonYears.For(c) > 0).Select(c => new SteadyPerson(
                c, result.PersonYears.For(c), Years(tablesBefore, c), Years(tablesAfter, c)))]);

        db.Audit(request.By, AuditActions.GuidanceCompared, to, detail: $"with-version={inForce.Version} weeks={weeks} named={mayKnow}");
        await db.SaveChangesAsync(cancellationToken);
        return comparison;
    }

    private async Task<IReadOnlyList<NamedPerson>> Named(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var some = ids.Take(GuidanceComparison.MostNamed).Select(Guid.Parse).ToList();
        return await db.Participants.AsNoTracking().Where(p => some.Contains(p.Id)).OrderBy(p => p.SearchName).ThenBy(p => p.Id)
            .Select(p => new NamedPerson(p.Id, p.Name)).ToListAsync(cancellationToken);
    }

    private async Task<ILookup<Rule, FlagOutcome>> Outcomes(DateTime now, CancellationToken cancellationToken)
    {
        var since = now - _outcomesOf;
        var findings = await db.FlagFindings
            .Join(db.Flags.Where(f => f.ResolvedAtUtc >= since && f.Outcome != null), f => f.FlagId, f => f.Id, (finding, flag) => new { finding.Rule, finding.FlagId, flag.Outcome })
            .Distinct().ToListAsync(cancellationToken);
        return findings.ToLookup(f => f.Rule, f => f.Outcome!.Value);
    }

    private static RuleComparison Of(RuleChange change, ILookup<Rule, FlagOutcome> outcomes) => new(
        change.Rule, change.Before, change.After,
        outcomes[change.Rule].Count(), outcomes[change.Rule].Count(outcome => outcome == FlagOutcome.RaisedInError));

    private static WeekComparison Of(WeekChange week, int notSafe) => new(week.FromUtc, week.Before + notSafe, week.After + notSafe);

    private static double? Years(DetectionSettings settings, Cadence cadence)
    {
        var constants = settings.Worsening.For(cadence);
        return settings.Calibration.For(cadence).YearsBetweenFalseAlarms(constants, constants.Threshold);
    }

    private static Share? Part(IProgress<double>? whole, double from, double to) => whole is null ? null : new Share(whole, from, to);

    private sealed class Share(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + ((to - from) * value));
    }
}
