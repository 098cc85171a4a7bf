using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;

namespace Wellbeing.App.Operations;

/// <summary>A step is taken once, on a flag that is open, and never as a burst.</summary>
internal static class LadderChecks
{
    private static readonly string[] _hurried =
    [
        AuditActions.StepReachedNobody,
        AuditActions.LadderPulledForward,
        AuditActions.FlagEscalated,
        AuditActions.FlagJoined,
        AuditActions.MessageRejected,
    ];

    /// <summary>Steps closer than this were taken at once.</summary>
    private static readonly TimeSpan _atOnce = TimeSpan.FromSeconds(30);

    public static async Task Look(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var twice = await db
            .StepRuns.Where(s => s.TakenAtUtc >= since)
            .GroupBy(s => new
            {
                s.FlagId,
                s.Cycle,
                s.Step,
            })
            .Where(g => g.Count() > 1)
            .Select(g => g.Key.FlagId)
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var id in twice)
            look.Add(Invariants.Once, "flag", id, "A step of its ladder was taken twice.");

        await Bursts(look, cancellationToken);
        await Histories(look, cancellationToken);
    }

    private static async Task Bursts(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var steps = await db
            .StepRuns.AsNoTracking()
            .Where(s => s.TakenAtUtc >= since)
            .OrderBy(s => s.FlagId)
            .ThenBy(s => s.Cycle)
            .ThenBy(s => s.Step)
            .Select(s => new
            {
                s.FlagId,
                s.Cycle,
                s.Step,
                s.TakenAtUtc,
            })
            .ToListAsync(cancellationToken);
        var close = steps
            .Zip(steps.Skip(1))
            .Where(pair =>
                pair.First.FlagId == pair.Second.FlagId
                && pair.First.Cycle == pair.Second.Cycle
                && pair.Second.TakenAtUtc - pair.First.TakenAtUtc < _atOnce
            )
            .ToList();
        foreach (var (first, second) in close)
        {
            var (from, to) = (first.TakenAtUtc - InvariantCheck.Doubt, second.TakenAtUtc + InvariantCheck.Doubt);
            var plan = await db
                .Flags.AsNoTracking()
                .Where(f => f.Id == second.FlagId)
                .Select(f => f.Plan)
                .SingleAsync(cancellationToken);
            if (
                second.Step < plan.Steps.Count
                && plan.Steps[second.Step].After - plan.Steps[first.Step].After < _atOnce
            )
                continue;
            if (
                !await db.AuditRecords.AnyAsync(
                    a => a.FlagId == second.FlagId && a.AtUtc >= from && a.AtUtc <= to && _hurried.Contains(a.Action),
                    cancellationToken
                )
            )
                look.Add(
                    Invariants.NoBurst,
                    "flag",
                    second.FlagId,
                    "Two steps of its ladder were taken at once, and nothing had hurried it."
                );
        }
    }

    // The audit log's order is the order of commits: a step after an acknowledgement cannot be explained by clocks.
    private static async Task Histories(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var flags = await db
            .Flags.AsNoTracking()
            .Where(f => f.State != FlagState.Resolved || f.RaisedAtUtc >= since || f.ResolvedAtUtc >= since)
            .Select(f => new
            {
                f.Id,
                f.State,
                f.RaisedAtUtc,
            })
            .ToListAsync(cancellationToken);
        if (flags.Count == 0)
            return;
        var from = flags.Min(f => f.RaisedAtUtc) - InvariantCheck.Doubt;
        var records = (
            await db
                .AuditRecords.AsNoTracking()
                .Where(a => a.FlagId != null && a.AtUtc >= from)
                .OrderBy(a => a.Sequence)
                .Select(a => new
                {
                    FlagId = a.FlagId!.Value,
                    a.Action,
                    a.Detail,
                })
                .ToListAsync(cancellationToken)
        ).Where(a => !AttemptDetail.IsOneThatTakesNothing(a.Action, a.Detail)).ToLookup(a => a.FlagId, a => a.Action);
        var steps = await db
            .StepRuns.AsNoTracking()
            .Where(s => s.TakenAtUtc >= from)
            .GroupBy(s => s.FlagId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

        foreach (var flag in flags)
        {
            var actions = records[flag.Id].ToList();
            if (!actions.Contains(AuditActions.FlagRaised))
                look.Add(Invariants.Audited, "flag", flag.Id, "Nothing in the audit log says that it was raised.");
            if (flag.State == FlagState.Acknowledged && !actions.Exists(Takes))
                look.Add(Invariants.Audited, "flag", flag.Id, "Nothing in the audit log says who acknowledged it.");
            if (flag.State == FlagState.Resolved && !actions.Contains(AuditActions.FlagResolved))
                look.Add(Invariants.Audited, "flag", flag.Id, "Nothing in the audit log says that it was resolved.");
            if (actions.Count(IsStep) != steps.GetValueOrDefault(flag.Id))
                look.Add(Invariants.Audited, "flag", flag.Id, "Its steps and the audit log's differ in number.");
            if (Illegal(actions) is { } says)
                look.Add(Invariants.History, "flag", flag.Id, says);
        }
    }

    private static string? Illegal(IReadOnlyList<string> actions)
    {
        var state = FlagState.Open;
        foreach (var action in actions)
        {
            if (IsStep(action) && state != FlagState.Open)
                return $"A step was taken although it was {(state == FlagState.Resolved ? "resolved" : "in somebody's hands")}.";
            if (action == AuditActions.AcknowledgementEnded && state != FlagState.Acknowledged)
                return "An acknowledgement ended that nobody had given.";
            if (state == FlagState.Resolved && (Takes(action) || Opens(action) || action == AuditActions.FlagResolved))
                return "Something changed it after it was resolved.";
            if (Takes(action))
                state = FlagState.Acknowledged;
            else if (Opens(action))
                state = FlagState.Open;
            else if (action == AuditActions.FlagResolved)
                state = FlagState.Resolved;
        }

        return null;
    }

    private static bool IsStep(string action) => action is AuditActions.StepTaken or AuditActions.StepReachedNobody;

    private static bool Takes(string action) =>
        action is AuditActions.FlagAcknowledged or AuditActions.ContactAttempted or AuditActions.FlagSnoozed;

    private static bool Opens(string action) =>
        action is AuditActions.AcknowledgementEnded or AuditActions.FlagEscalated;
}
