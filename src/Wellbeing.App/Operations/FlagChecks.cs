using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;

namespace Wellbeing.App.Operations;

/// <summary>A flag never waits without an owner, and a person has one at a time.</summary>
internal static class FlagChecks
{
    public static async Task Look(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var unresolved = await db
            .Flags.AsNoTracking()
            .Unresolved()
            .Select(f => new
            {
                f.Id,
                f.ParticipantId,
                f.State,
                f.NextActionAtUtc,
                f.AcknowledgedBy,
                f.AcknowledgedAtUtc,
                f.SnoozedUntilUtc,
            })
            .ToListAsync(cancellationToken);

        foreach (var flag in unresolved)
        {
            if (flag.NextActionAtUtc is null)
            {
                look.Add(
                    Invariants.Waits,
                    "flag",
                    flag.Id,
                    flag.State == FlagState.Open
                        ? "It is open, and no step is due: nobody would be told again."
                        : "It is acknowledged without an end: it would be forgotten."
                );
            }

            if (flag.State == FlagState.Acknowledged && (flag.AcknowledgedBy is null || flag.AcknowledgedAtUtc is null))
                look.Add(Invariants.Waits, "flag", flag.Id, "It is acknowledged by nobody.");

            if (
                flag.SnoozedUntilUtc is { } until
                && (flag.State != FlagState.Acknowledged || flag.NextActionAtUtc < until)
            )
                look.Add(
                    Invariants.Waits,
                    "flag",
                    flag.Id,
                    "It is put off, and nobody has it, or it opens again before."
                );
        }

        if (look.LeftBehindBeforeUtc is { } before)
        {
            var behind = await db
                .Flags.Where(f => f.NextActionAtUtc < before)
                .Since(db, look.HeldBeforeUtc)
                .Select(f => f.Id)
                .ToListAsync(cancellationToken);
            foreach (var id in behind)
                look.Add(Invariants.Overdue, "flag", id, "Its next action was due, and the engine passed it by.");
        }

        foreach (var several in unresolved.GroupBy(f => f.ParticipantId).Where(g => g.Count() > 1))
            look.Add(
                Invariants.OneFlag,
                "participant",
                several.Key,
                $"There are {several.Count()} unresolved flags; one may be."
            );

        var resolved = await db
            .Flags.AsNoTracking()
            .Where(f =>
                f.State == FlagState.Resolved
                && (f.ResolvedAtUtc >= since || f.ResolvedAtUtc == null)
                && (f.NextActionAtUtc != null || f.Outcome == null || f.ResolvedAtUtc == null || f.ResolvedBy == null)
            )
            .Select(f => f.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in resolved)
            look.Add(
                Invariants.Waits,
                "flag",
                id,
                "It is resolved without an outcome or a name, or something is still due for it."
            );

        var early = await db
            .Flags.AsNoTracking()
            .Where(f =>
                f.RaisedAtUtc >= since
                && f.PreviousFlagId != null
                && db.Flags.Any(p =>
                    p.Id == f.PreviousFlagId && (p.ResolvedAtUtc == null || p.ResolvedAtUtc > f.RaisedAtUtc)
                )
            )
            .Select(f => f.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in early)
            look.Add(Invariants.OneFlag, "flag", id, "It was raised before the flag before it was resolved.");
    }
}
