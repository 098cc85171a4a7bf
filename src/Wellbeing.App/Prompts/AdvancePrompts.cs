using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>
/// Lays the prompts that are due and invites; reminds once; marks as missed, or as not delivered. May be called at
/// any time, twice at once, or late: after an outage a person is asked once, for the latest due check-in.
/// </summary>
[AllowedTo(Roles.System)]
public sealed record AdvancePrompts(Actor By) : IRequest<int>, IActed;

internal sealed class AdvancePromptsHandler(
    WellbeingDb db,
    MessageWriter messages,
    PromptMailsSent sent,
    HeldWork held,
    TimeProvider clock
) : IRequestHandler<AdvancePrompts, int>
{
    private const int Batch = 500;

    /// <returns>How many prompts were laid, reminded of or missed.</returns>
    public async Task<int> Handle(AdvancePrompts request, CancellationToken cancellationToken)
    {
        if (await held.BeforeUtc(cancellationToken) is not null)
            return 0;
        var now = clock.GetUtcNow().UtcDateTime;
        var due = await db
            .Participants.AsNoTracking()
            .TakingPart()
            .Where(p => p.NextPromptAtUtc <= now)
            .OrderBy(p => p.NextPromptAtUtc)
            .Select(p => p.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        var done = await Sweep.Each(db, due, id => Lay(id, now, cancellationToken), cancellationToken);

        var waiting = await db
            .Prompts.AsNoTracking()
            .Where(p => p.NextActionAtUtc <= now)
            .OrderBy(p => p.NextActionAtUtc)
            .Select(p => p.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        done += await Sweep.Each(db, waiting, id => Advance(id, now, cancellationToken), cancellationToken);

        var rechecks = await db
            .Rechecks.AsNoTracking()
            .Where(r => r.NextActionAtUtc <= now)
            .OrderBy(r => r.NextActionAtUtc)
            .Select(r => r.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        return done + await Sweep.Each(db, rechecks, id => LookAgain(id, now, cancellationToken), cancellationToken);
    }

    /// <summary>The day of a re-check has come: the person is asked, unless they are being asked already, and the
    /// nurses' list has it.</summary>
    private async Task<bool> LookAgain(Guid recheckId, DateTime now, CancellationToken cancellationToken)
    {
        var recheck = await db.Rechecks.SingleAsync(r => r.Id == recheckId, cancellationToken);
        if (recheck.NextActionAtUtc is not { } dueAt || dueAt > now)
            return false; // Another server was faster.
        var participant = await db.Participants.SingleAsync(p => p.Id == recheck.ParticipantId, cancellationToken);
        if (participant.ClosedAtUtc is not null)
        {
            recheck.Drop();
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }

        // Late after an outage, they are asked now: the day that has gone cannot be answered any more.
        var prompt = Prompt.Lay(participant, dueAt.AddHours(12) < now ? now : dueAt, now);
        // Who does not want to be asked is not asked by us either; the nurse's entry stands all the same.
        var ask =
            participant.AskingStoppedAtUtc is null
            && prompt.IsOpen
            && !await db.Prompts.AnyAsync(
                p =>
                    p.ParticipantId == participant.Id
                    && (
                        p.DueLocalDate == prompt.DueLocalDate
                        || p.State == PromptState.Sent
                        || p.State == PromptState.Reminded
                    ),
                cancellationToken
            );
        if (ask)
        {
            db.Prompts.Add(prompt);
            if (participant.PromptMails != PromptMails.None)
                await Write(CheckInInvitation.Kind, participant, prompt, now, cancellationToken);
            db.Audit(Actor.System, Asked(participant), now, participant.Id);
        }

        recheck.ComeDue(ask ? prompt.Id : null);
        db.Audit(Actor.System, AuditActions.RecheckDue, now, participant.Id, detail: new RecheckDetail(recheck.Id));
        db.InTurn(participant); // The schedule's own prompt may be laid at this very moment.
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<bool> Lay(Guid participantId, DateTime now, CancellationToken cancellationToken)
    {
        var participant = await db.Participants.SingleAsync(p => p.Id == participantId, cancellationToken);
        if (participant.NextPromptAtUtc is not { } dueAt || dueAt > now)
            return false; // Another server was faster.

        // After an outage only the latest one counts: nobody is asked four times at once.
        var next = participant.Schedule.NextAfter(dueAt, participant.TimeZone);
        while (next <= now)
        {
            dueAt = next;
            next = participant.Schedule.NextAfter(dueAt, participant.TimeZone);
        }

        var prompt = Prompt.Lay(participant, dueAt, now);
        participant.PromptLaid(now);
        // A schedule changed within the day does not ask twice for one date; the prompt that is there stays.
        if (
            !await db.Prompts.AnyAsync(
                p => p.ParticipantId == participantId && p.DueLocalDate == prompt.DueLocalDate,
                cancellationToken
            )
        )
        {
            foreach (
                var earlier in await db
                    .Prompts.Open()
                    .Where(p => p.ParticipantId == participantId)
                    .ToListAsync(cancellationToken)
            )
            {
                await End(earlier, now, cancellationToken);
            }

            db.Prompts.Add(prompt);
            if (prompt.IsOpen && participant.PromptMails != PromptMails.None)
                await Write(CheckInInvitation.Kind, participant, prompt, now, cancellationToken);
            db.Audit(Actor.System, prompt.IsOpen ? Asked(participant) : AuditActions.PromptPaused, now, participantId);
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<bool> Advance(Guid promptId, DateTime now, CancellationToken cancellationToken)
    {
        var prompt = await db.Prompts.SingleAsync(p => p.Id == promptId, cancellationToken);
        if (prompt.NextActionAtUtc is not { } dueAt || dueAt > now)
            return false;

        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == prompt.ParticipantId, cancellationToken);
        if (
            participant.ClosedAtUtc is not null
            || participant.AskingStoppedAtUtc is not null
            || participant.IsPausedAt(now)
        )
        {
            prompt.Pause();
            db.Audit(Actor.System, AuditActions.PromptPaused, now, prompt.ParticipantId);
        }
        else if (now >= prompt.MissedAtUtc)
        {
            await End(prompt, now, cancellationToken);
        }
        else
        {
            prompt.Remind();
            if (participant.PromptMails == PromptMails.InvitationAndReminder)
            {
                await Write(CheckInReminder.Kind, participant, prompt, now, cancellationToken);
                db.Audit(Actor.System, AuditActions.PromptReminded, now, prompt.ParticipantId);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Its time is over. Who never got the mail did not miss anything.</summary>
    private async Task End(Prompt prompt, DateTime now, CancellationToken cancellationToken)
    {
        var arrived = !await sent.NoneArrived(prompt, now, cancellationToken);
        if (arrived)
            prompt.Miss();
        else
            prompt.NeverArrived();
        db.Audit(
            Actor.System,
            arrived ? AuditActions.PromptMissed : AuditActions.PromptNotDelivered,
            now,
            prompt.ParticipantId
        );
    }

    /// <summary>Who wants no mail finds the check-in on the page: nothing was sent to them.</summary>
    private static string Asked(Participant participant) =>
        participant.PromptMails == PromptMails.None ? AuditActions.PromptLaid : AuditActions.PromptSent;

    private async Task Write(
        string purpose,
        Participant participant,
        Prompt prompt,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // Each mail has a link of its own; each opens this check-in alone, and ends with it.
        await messages.Write(
            new NewMessage(
                purpose,
                new Recipient(
                    participant.Email,
                    participant.CalledName,
                    participant.Language,
                    AccountId: participant.AccountId
                ),
                $"prompt-{prompt.Id:N}",
                now,
                prompt.MissedAtUtc
            )
            {
                NotBeforeUtc = participant.Schedule.OutsideQuietHours(now, participant.TimeZone),
                ParticipantId = participant.Id,
                PromptId = prompt.Id,
                Link = new MessageLink(LinkPurpose.CheckIn, prompt.Id, prompt.MissedAtUtc),
            },
            cancellationToken
        );
    }
}
