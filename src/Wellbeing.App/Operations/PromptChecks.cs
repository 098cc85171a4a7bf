using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Engine;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Operations;

/// <summary>Everybody is asked in turn: one prompt a person and date, and each moves on to its end.</summary>
internal static class PromptChecks
{
    public static async Task Look(InvariantCheck look, CancellationToken cancellationToken)
    {
        var db = look.Db;
        var day = DateOnly.FromDateTime(look.SinceUtc);
        var stuck = await db
            .Prompts.Where(p =>
                p.DueLocalDate >= day
                && (
                    (p.State == PromptState.Sent || p.State == PromptState.Reminded) != (p.NextActionAtUtc != null)
                    || (p.State == PromptState.Answered && p.CheckInId == null)
                )
            )
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in stuck)
            look.Add(Invariants.Prompts, "prompt", id, "What it waits for and where it stands do not fit together.");

        var twice = await db
            .Prompts.Where(p => p.DueLocalDate >= day)
            .GroupBy(p => new { p.ParticipantId, p.DueLocalDate })
            .Where(g => g.Count() > 1)
            .Select(g => g.Key.ParticipantId)
            .ToListAsync(cancellationToken);
        foreach (var id in twice)
            look.Add(Invariants.Once, "participant", id, "They were asked twice for one day.");

        var forgotten = await db
            .Participants.Where(p => (p.ClosedAtUtc == null) != (p.NextPromptAtUtc != null))
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in forgotten)
            look.Add(
                Invariants.Prompts,
                "participant",
                id,
                "They take part and would never be asked, or left and would be."
            );

        if (look.LeftBehindBeforeUtc is not { } before || look.IsHeld)
            return;
        var overdue = await db
            .Prompts.Where(p => p.NextActionAtUtc < before)
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in overdue)
            look.Add(Invariants.Overdue, "prompt", id, "Its next action was due, and the engine passed it by.");
        var unasked = await db
            .Participants.TakingPart()
            .Where(p => p.NextPromptAtUtc < before)
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in unasked)
            look.Add(
                Invariants.Overdue,
                "participant",
                id,
                "They were due to be asked, and the engine passed them by."
            );
    }
}
