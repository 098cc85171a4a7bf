using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>
/// How sure findings are: by the team's own record of the rule once it is long enough, and by simulation of the
/// settings that found until then. See <see cref="HowSure"/>.
/// </summary>
public sealed class FindingSureness(WellbeingDb db, TimeProvider clock)
{
    /// <summary>Reads what is needed to say how sure these findings are, all about people asked this often.</summary>
    public async Task<Func<FlagFinding, Sureness?>> Of(
        IEnumerable<FlagFinding> findings,
        Cadence cadence,
        CancellationToken cancellationToken
    )
    {
        var inferred = findings.Where(f => HowSure.AppliesTo(f.Rule)).ToList();
        if (inferred.Count == 0)
            return _ => null;

        var outcomes = await db.OutcomesByRule(clock.GetUtcNow().UtcDateTime, cancellationToken);
        var numbers = inferred
            .Where(f => outcomes.GetValueOrDefault(f.Rule).Closed < HowSure.FewestOutcomes)
            .Select(f => f.ThresholdsVersion)
            .Distinct()
            .ToList();
        var tables = (
            await db
                .ThresholdSettings.AsNoTracking()
                .Where(g => numbers.Contains(g.Version))
                .ToListAsync(cancellationToken)
        ).ToDictionary(g => g.Version, g => Calibrations.Precision(cadence, g.Detection, cancellationToken));
        return f =>
            HowSure.Of(
                f.Rule,
                tables.GetValueOrDefault(f.ThresholdsVersion)?.Share(f.Rule, PrecisionTable.StrengthOf(f.Evidence)),
                outcomes.GetValueOrDefault(f.Rule),
                f.Evidence
            );
    }
}

/// <summary>What nurses recorded about each rule when they closed flags.</summary>
internal static class RuleRecord
{
    private static readonly TimeSpan _outcomesOf = TimeSpan.FromDays(365);

    /// <summary>Of flags closed in the last year; a flag with two rules counts for both.</summary>
    public static async Task<IReadOnlyDictionary<Rule, RuleOutcomes>> OutcomesByRule(
        this WellbeingDb db,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var since = nowUtc - _outcomesOf;
        var findings = await db
            .FlagFindings.Join(
                db.Flags.Where(f => f.ResolvedAtUtc >= since && f.Outcome != null),
                f => f.FlagId,
                f => f.Id,
                (finding, flag) =>
                    new
                    {
                        finding.Rule,
                        finding.FlagId,
                        flag.Outcome,
                    }
            )
            .Distinct()
            .ToListAsync(cancellationToken);
        return findings
            .GroupBy(f => f.Rule)
            .ToDictionary(rule => rule.Key, rule => Of(rule.Select(f => f.Outcome!.Value)));
    }

    /// <summary>
    /// The figure that reports, what-if and the three words share: raised in error counts against the rule. That nobody
    /// was reached, or that nothing was needed, says neither.
    /// </summary>
    public static RuleOutcomes Of(IEnumerable<FlagOutcome> outcomes)
    {
        var closed = outcomes
            .Where(outcome => outcome.NeedsSomebodyReached() || outcome == FlagOutcome.RaisedInError)
            .ToList();
        return new RuleOutcomes(closed.Count, closed.Count(outcome => outcome == FlagOutcome.RaisedInError));
    }
}
