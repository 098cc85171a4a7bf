using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Whether prompts, ladders and messages move on. Cheap: asked every minute by whoever watches the
/// product.</summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record GetEngineHealth(Actor By) : IRequest<EngineHealth>, IActed;

/// <param name="Late">What is late, in plain words without names or numbers of people; empty when nothing is.</param>
/// <param name="Broken">True when the last look at the invariants found something, or is older than it may be.</param>
public sealed record EngineHealth(IReadOnlyList<string> Late, bool Broken)
{
    public bool IsHealthy => Late.Count == 0;
}

internal sealed class GetEngineHealthHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetEngineHealth, EngineHealth>
{
    /// <summary>A round of sweeps ends every quarter minute.</summary>
    private static readonly TimeSpan _beat = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _action = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _message = TimeSpan.FromMinutes(10);

    /// <summary>The invariants are looked at every hour.</summary>
    private static readonly TimeSpan _check = TimeSpan.FromHours(2);

    public async Task<EngineHealth> Handle(GetEngineHealth request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var late = new List<string>();
        var status =
            await db.EngineStatus.AsNoTracking().SingleOrDefaultAsync(s => s.Id == EngineStatus.Only, cancellationToken)
            ?? new EngineStatus();

        switch (await db.EngineBeats.MaxAsync(b => (DateTime?)b.LastBeatAtUtc, cancellationToken))
        {
            case null:
                late.Add("The engine has not run yet. At least one server needs Jobs:Enabled=true.");
                break;
            case { } beat when now - beat > _beat:
                late.Add($"The engine has not run for {Minutes(now - beat)}: no ladder, prompt or message moves on.");
                break;
        }

        if (status.HeldBeforeUtc is { } held)
            late.Add(
                "This database came from a backup: what was due in it waits until an administrator releases it under Operations."
            );

        var (before, since) = (now - _action, status.HeldBeforeUtc ?? DateTime.UnixEpoch);
        // While a backup's work is held, only what is newer than it can be late.
        var steps = await db
            .Flags.Where(f => f.NextActionAtUtc < before)
            .Since(db, since)
            .MinAsync(f => f.NextActionAtUtc, cancellationToken);
        if (steps is { } step)
            late.Add($"A step of a ladder is {Minutes(now - step)} overdue.");

        if (status.HeldBeforeUtc is null)
        {
            var asks = await db
                .Participants.Where(p => p.NextPromptAtUtc < before && p.ClosedAtUtc == null)
                .MinAsync(p => p.NextPromptAtUtc, cancellationToken);
            var prompts = await db
                .Prompts.Where(p => p.NextActionAtUtc < before)
                .MinAsync(p => p.NextActionAtUtc, cancellationToken);
            if (asks is { } ask)
                late.Add($"An invitation to check in is {Minutes(now - ask)} overdue.");
            if (prompts is { } prompt)
                late.Add($"A reminder to check in is {Minutes(now - prompt)} overdue.");
        }

        before = now - _message;
        var oldest = await db
            .Notices.Where(n =>
                (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
                && n.NotBeforeUtc < before
                && n.CreatedAtUtc >= since
            )
            .MinAsync(n => (DateTime?)n.NotBeforeUtc, cancellationToken);
        if (oldest is { } message)
            late.Add($"A message should have left {Minutes(now - message)} ago.");

        return new EngineHealth(
            late,
            status.Violations.Count > 0 || status.CheckedAtUtc is not { } at || now - at > _check
        );
    }

    private static string Minutes(TimeSpan time) =>
        time < TimeSpan.FromHours(3) ? $"{(int)time.TotalMinutes} minutes"
        : time < TimeSpan.FromDays(3) ? $"{(int)time.TotalHours} hours"
        : $"{(int)time.TotalDays} days";
}
