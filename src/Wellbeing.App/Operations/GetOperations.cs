using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Operations;

/// <summary>How the product itself is: for administrators, who learn nothing here about any person.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetOperations(Actor By) : IRequest<OperationsView>, IActed;

/// <param name="Queue">Messages by state, those without any left out.</param>
/// <param name="DueNow">Messages whose time has come.</param>
/// <param name="OldestDueAtUtc">Since when the longest waiting of them should have left.</param>
/// <param name="CheckedAtUtc">When the invariants were last looked at.</param>
/// <param name="Bounces">How the mailbox of mails that come back is read; null where none is set.</param>
/// <param name="Held">What a restored database holds back; null when nothing.</param>
public sealed record OperationsView(
    DateTime AtUtc,
    EngineHealth Health,
    IReadOnlyDictionary<MessageState, int> Queue,
    int DueNow,
    DateTime? OldestDueAtUtc,
    IReadOnlyList<EngineBeat> Servers,
    DateTime? CheckedAtUtc,
    IReadOnlyList<Violation> Violations,
    BounceReading? Bounces,
    Held? Held
)
{
    /// <summary>When a backup was made last, by its record; null where there is none.</summary>
    public DateTime? BackupAtUtc { get; init; }

    /// <summary>How the keys lie in the database.</summary>
    public required KeysAtRest Keys { get; init; }
}

/// <param name="Steps">Flags whose step is due, by severity.</param>
/// <param name="Messages">Messages that waited in the backup.</param>
/// <param name="Prompts">Invitations and reminders that are due.</param>
public sealed record Held(
    DateTime BeforeUtc,
    string Because,
    IReadOnlyDictionary<Severity, int> Steps,
    int Messages,
    int Prompts
)
{
    /// <summary>The messages by their kind.</summary>
    public IReadOnlyDictionary<string, int> Kinds { get; init; } = new Dictionary<string, int>();

    /// <summary>Flags whose step is not due yet, and is not taken either while the work is held.</summary>
    public int StepsToCome { get; init; }

    /// <summary>When the first of them falls due.</summary>
    public DateTime? NextStepAtUtc { get; init; }
}

internal sealed class GetOperationsHandler(WellbeingDb db, ISender sender, TimeProvider clock)
    : IRequestHandler<GetOperations, OperationsView>
{
    public async Task<OperationsView> Handle(GetOperations request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var queue = await db
            .Messages.GroupBy(n => n.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var due = db.Messages.Unsent().Where(n => n.NotBeforeUtc <= now);
        var status =
            await db.EngineStatus.AsNoTracking().SingleOrDefaultAsync(s => s.Id == EngineStatus.Only, cancellationToken)
            ?? new EngineStatus();
        var operations = new OperationsView(
            now,
            await sender.Send(new GetEngineHealth(request.By), cancellationToken),
            queue,
            await due.CountAsync(cancellationToken),
            await due.MinAsync(n => (DateTime?)n.NotBeforeUtc, cancellationToken),
            await db.EngineBeats.AsNoTracking().OrderByDescending(b => b.LastBeatAtUtc).ToListAsync(cancellationToken),
            status.CheckedAtUtc,
            status.Violations,
            await sender.Send(new GetBounceReading(request.By), cancellationToken),
            status.HeldBeforeUtc is { } before
                ? await WhatIsHeld(before, status.HeldBecause ?? "", now, cancellationToken)
                : null
        )
        {
            BackupAtUtc = await db
                .AuditRecords.Where(a => a.Action == AuditActions.BackupMade)
                .MaxAsync(a => (DateTime?)a.AtUtc, cancellationToken),
            Keys = await KeysAtRest.Of(db, cancellationToken),
        };

        db.Audit(request.By, AuditActions.OperationsViewed, now);
        await db.SaveChangesAsync(cancellationToken);
        return operations;
    }

    private async Task<Held> WhatIsHeld(
        DateTime before,
        string because,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // As the ladders have it: what somebody raised, added to or took in hand since goes on.
        var going = db.Flags.Since(db, before).Select(f => f.Id);
        var flags = db.Flags.Where(f => f.NextActionAtUtc != null && !going.Contains(f.Id));
        var kinds = await db
            .Messages.Unsettled()
            .Where(n => n.CreatedAtUtc < before)
            .GroupBy(n => n.Kind)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new Held(
            before,
            because,
            await flags
                .Where(f => f.NextActionAtUtc <= now)
                .GroupBy(f => f.Severity)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken),
            kinds.Values.Sum(),
            await db.Participants.TakingPart().CountAsync(p => p.NextPromptAtUtc <= now, cancellationToken)
                + await db.Prompts.CountAsync(p => p.NextActionAtUtc <= now, cancellationToken)
        )
        {
            Kinds = kinds,
            StepsToCome = await flags.CountAsync(f => f.NextActionAtUtc > now, cancellationToken),
            NextStepAtUtc = await flags
                .Where(f => f.NextActionAtUtc > now)
                .MinAsync(f => f.NextActionAtUtc, cancellationToken),
        };
    }
}
