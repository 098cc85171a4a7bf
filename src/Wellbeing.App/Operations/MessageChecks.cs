using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Operations;

/// <summary>A message is written once a cause, claimed by one server at a time, and leaves only while it is
/// wanted.</summary>
internal static class MessageChecks
{
    public static async Task Look(InvariantCheck look, CancellationToken cancellationToken)
    {
        await Once(look, cancellationToken);
        await Claims(look, cancellationToken);
        await Quiet(look, cancellationToken);
        await Consent(look, cancellationToken);
    }

    private static async Task Once(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var twice = await db
            .Messages.Where(n =>
                n.CreatedAtUtc >= since && db.Messages.Any(m => m.DedupKey == n.DedupKey && m.Id != n.Id)
            )
            .Select(n => n.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in twice)
            look.Add(Invariants.Once, "message", id, "The same cause wrote to the same person twice.");

        var lost = await db
            .Messages.Where(n =>
                n.CreatedAtUtc >= since
                && n.SupersededBy != null
                && (
                    n.State != MessageState.Cancelled
                    || n.Attempts > 0
                    || !db.Messages.Any(m => m.Id == n.SupersededBy && m.Kind == n.Kind && m.FlagId == n.FlagId)
                )
            )
            .Select(n => n.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in lost)
            look.Add(
                Invariants.Once,
                "message",
                id,
                "It gave way to a newer one that is not there, or although it had been tried."
            );
    }

    private static async Task Claims(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var withoutAttempt = await db
            .Messages.Where(n =>
                n.CreatedAtUtc >= since
                && (n.State == MessageState.Sending || n.State == MessageState.Accepted)
                && !db.MessageAttempts.Any(a => a.MessageId == n.Id && a.Number == n.Attempts)
            )
            .Select(n => n.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in withoutAttempt)
            look.Add(Invariants.Attempted, "message", id, "It was sent, and no attempt is recorded.");

        var sending = await db
            .Messages.AsNoTracking()
            .Where(n => n.State == MessageState.Sending)
            .Select(n => new
            {
                n.Id,
                n.LeaseOwner,
                n.LeaseUntilUtc,
                n.CreatedAtUtc,
            })
            .ToListAsync(cancellationToken);
        foreach (var claim in sending)
        {
            if (claim.LeaseOwner is null || claim.LeaseUntilUtc is null)
                look.Add(Invariants.Lease, "message", claim.Id, "It is being sent, and nobody claims it.");
            else if (claim.LeaseUntilUtc < look.LeftBehindBeforeUtc)
                look.Add(
                    Invariants.Lease,
                    "message",
                    claim.Id,
                    "It has been being sent for longer than its claim lasts."
                );
        }

        if (look.LeftBehindBeforeUtc is not { } before)
            return;
        // A backlog is worked off in order; a message is left behind only when one that came after it has left.
        var behind = await db
            .Messages.Unsent()
            .Where(n => n.NotBeforeUtc < before && n.DeadlineUtc < before && n.CreatedAtUtc >= look.HeldBeforeUtc)
            .Select(n => n.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in behind)
            look.Add(
                Invariants.Overdue,
                "message",
                id,
                "Its last moment passed, and it neither left nor was given up."
            );
    }

    private static async Task Quiet(InvariantCheck look, CancellationToken cancellationToken)
    {
        var db = look.Db;
        var (since, doubt) = (look.SinceUtc, InvariantCheck.Doubt);
        var calm = await db
            .Flags.AsNoTracking()
            .Where(f =>
                f.State == FlagState.Acknowledged || (f.State == FlagState.Resolved && f.ResolvedAtUtc >= since)
            )
            .Select(f => new
            {
                f.Id,
                f.State,
                f.AcknowledgedAtUtc,
                f.ResolvedAtUtc,
            })
            .ToListAsync(cancellationToken);
        foreach (var flags in calm.Chunk(500))
        {
            var ids = flags.Select(f => f.Id).ToList();
            var attempts = (
                await db
                    .Messages.Where(n =>
                        n.FlagId != null
                        && ids.Contains(n.FlagId.Value)
                        && (n.Kind == FlagToTeam.Kind || n.Kind == FlagToSupportContact.Kind)
                    )
                    .Join(
                        db.MessageAttempts,
                        n => n.Id,
                        a => a.MessageId,
                        (n, a) =>
                            new
                            {
                                FlagId = n.FlagId!.Value,
                                n.Id,
                                a.BeganAtUtc,
                            }
                    )
                    .ToListAsync(cancellationToken)
            ).ToLookup(a => a.FlagId);
            foreach (var flag in flags)
            {
                var from = flag.State == FlagState.Acknowledged ? flag.AcknowledgedAtUtc : flag.ResolvedAtUtc;
                foreach (var attempt in attempts[flag.Id].Where(a => a.BeganAtUtc > from + doubt))
                    look.Add(
                        Invariants.Stopped,
                        "message",
                        attempt.Id,
                        "It was claimed after its flag was in somebody's hands."
                    );
            }
        }
    }

    private static async Task Consent(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var told = await db
            .Messages.Where(n => n.CreatedAtUtc >= since && n.Kind == FlagToSupportContact.Kind)
            .Join(
                db.MessageAttempts,
                n => n.Id,
                a => a.MessageId,
                (n, a) =>
                    new
                    {
                        n.Id,
                        n.SupportContactId,
                        a.BeganAtUtc,
                    }
            )
            .Join(
                db.SupportContacts,
                x => x.SupportContactId,
                c => c.Id,
                (x, c) =>
                    new
                    {
                        x.Id,
                        x.BeganAtUtc,
                        c.State,
                        c.AnsweredAtUtc,
                    }
            )
            .ToListAsync(cancellationToken);
        foreach (var mail in told)
        {
            if (
                mail.AnsweredAtUtc is null
                || mail.BeganAtUtc < mail.AnsweredAtUtc - InvariantCheck.Doubt
                    && mail.State == SupportContactState.Confirmed
            )
                look.Add(
                    Invariants.Consent,
                    "message",
                    mail.Id,
                    "It was sent to a support contact who had not said yes."
                );
            else if (
                mail.State == SupportContactState.Declined
                && mail.BeganAtUtc > mail.AnsweredAtUtc + InvariantCheck.Doubt
            )
                look.Add(Invariants.Consent, "message", mail.Id, "It was sent to a support contact who had said no.");
        }
    }
}
