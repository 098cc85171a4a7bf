using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Whether prompts, ladders and messages move on, and flags reach somebody. Cheap: asked every minute by whoever watches the
/// product.</summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record GetEngineHealth(Actor By) : IRequest<EngineHealth>, IActed;

/// <param name="Late">What is late, in plain words without names or numbers of people; empty when nothing is.</param>
/// <param name="Broken">True when the last look at the invariants found something, or is older than it may be.</param>
public sealed record EngineHealth(IReadOnlyList<string> Late, bool Broken)
{
    public bool IsHealthy => Late.Count == 0;

    /// <summary>How mail and webhooks do.</summary>
    public required IReadOnlyList<WayOut> WaysOut { get; init; }
}

internal sealed class GetEngineHealthHandler(WellbeingDb db, ISender sender, TimeProvider clock)
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
                .Participants.TakingPart()
                .Where(p => p.NextPromptAtUtc < before)
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
            .Messages.Unsent()
            .Where(n => n.NotBeforeUtc < before && n.CreatedAtUtc >= since)
            .MinAsync(n => (DateTime?)n.NotBeforeUtc, cancellationToken);
        if (oldest is { } message)
            late.Add($"A message should have left {Minutes(now - message)} ago.");
        var ways = await sender.Send(new GetWaysOut(request.By), cancellationToken);
        if (
            ways.FirstOrDefault(w => w.Channel == MessageChannel.Mail && w.Fails(now)) is
            { FailingSinceUtc: { } failing }
        )
            late.Add(
                $"No mail has left for {Minutes(now - failing)}. Look under Readiness for what the mail server says."
            );
        await AddUnanswered(late, now, since, cancellationToken);

        return new EngineHealth(
            late,
            status.Violations.Count > 0 || status.CheckedAtUtc is not { } at || now - at > _check
        )
        {
            WaysOut = ways,
        };
    }

    /// <summary>The engine may do all of its work in time and still reach nobody.</summary>
    private async Task AddUnanswered(
        List<string> late,
        DateTime now,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        var open = db.Flags.Open().Since(db, since);
        var unreached = await db.StepsThatReachedNobody(open, now)
            .MinAsync(s => (DateTime?)s.TakenAtUtc, cancellationToken);
        if (unreached is { } taken)
            late.Add(
                $"A flag has reached nobody for {Minutes(now - taken)}: no message about it was taken. Ring the nurse on call, then look under Readiness."
            );
        var overdue = (
            await open.Where(f => f.RespondByUtc < now)
                .Select(f => new { f.RaisedAtUtc, f.RespondByUtc })
                .ToListAsync(cancellationToken)
        )
            .Where(f => now - f.RespondByUtc > f.RespondByUtc - f.RaisedAtUtc)
            .Select(f => now - f.RespondByUtc)
            .DefaultIfEmpty()
            .Max();
        if (overdue > TimeSpan.Zero)
            late.Add(
                $"A flag should have been answered {Minutes(overdue)} ago, and has waited more than twice its time. Ring a nurse of the team."
            );
    }

    private static string Minutes(TimeSpan time) =>
        time < TimeSpan.FromHours(3) ? $"{(int)time.TotalMinutes} minutes"
        : time < TimeSpan.FromDays(3) ? $"{(int)time.TotalHours} hours"
        : $"{(int)time.TotalDays} days";
}
