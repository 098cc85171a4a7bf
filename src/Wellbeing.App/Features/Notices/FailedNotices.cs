using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;

namespace Wellbeing.App.Features.Notices;

/// <summary>What follows when a message does not arrive. Part of the caller's unit of work.</summary>
public sealed class FailedNotices(WellbeingDb db, Ladder ladder, NoticeWriter notices)
{
    private static readonly TimeSpan _alarmLives = TimeSpan.FromHours(24);

    /// <summary>The address does not exist or takes no mail: the contact, or the account, is marked.</summary>
    /// <param name="detail">The mail server's words, for the administrators.</param>
    public async Task DisableAddress(Notice notice, string detail, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (notice.SupportContactId is { } contactId)
        {
            var contact = await db.SupportContacts.SingleAsync(c => c.Id == contactId, cancellationToken);
            if (!string.Equals(contact.Email, notice.Address, StringComparison.OrdinalIgnoreCase))
                return; // Corrected meanwhile.
            contact.AddressRefused();
            db.Audit(Actor.System, AuditActions.ContactUnreachable, nowUtc, contact.ParticipantId, notice.FlagId);
        }
        else if (
            notice.AccountId is { } accountId
            && await db.Users.SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken)
                is { AddressRefusedAtUtc: null } account
            && string.Equals(account.Email, notice.Address, StringComparison.OrdinalIgnoreCase)
        )
        {
            account.AddressRefusedAtUtc = nowUtc;
            account.AddressRefusal = detail.Length <= 300 ? detail : detail[..300];
            db.Audit(
                Actor.System,
                AuditActions.AddressRefused,
                nowUtc,
                notice.ParticipantId,
                notice.FlagId,
                $"account={accountId:D}"
            );
        }

        // Within the caller's transaction: who is told next is asked of the database.
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A support contact will not read their message: it is the next one's turn.</summary>
    public async Task TellNextContact(Flag? flag, Notice notice, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (notice.Purpose == NoticePurpose.FlagToSupportContact && flag is { State: FlagState.Open })
            await ladder.TellContacts(flag, nowUtc, cancellationToken);
    }

    /// <summary>A message that will not arrive, or not in time, must not cost the time of its step: the next one is
    /// taken now.</summary>
    public async Task PullForward(Flag? flag, Notice notice, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (flag is null || notice.Purpose is not (NoticePurpose.FlagToTeam or NoticePurpose.FlagToSupportContact))
            return;
        // Somebody further up was told since: this message costs the flag no time any more.
        if (
            await db.StepRuns.AnyAsync(
                s => s.FlagId == flag.Id && s.TakenAtUtc > notice.CreatedAtUtc,
                cancellationToken
            )
        )
            return;
        if (!flag.PullForward(nowUtc))
            return;
        db.Audit(Actor.System, AuditActions.LadderPulledForward, nowUtc, flag.ParticipantId, flag.Id);
        await ladder.TakeDueSteps(flag, nowUtc, cancellationToken);
    }

    /// <summary>One unknown outcome is a network's hiccup; several are something to look at. Told once a
    /// message.</summary>
    public async Task AlarmIfUncertain(Notice notice, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (notice.Purpose == NoticePurpose.DeliveryUncertain)
            return; // The alarm itself: no alarm about alarms.
        var unknowns = await db.NoticeAttempts.CountAsync(
            a => a.NoticeId == notice.Id && a.Outcome == AttemptOutcome.Unknown,
            cancellationToken
        );
        if (unknowns < Notice.UnknownsBeforeAlarm)
            return;
        foreach (var administrator in await db.StaffInRole(Roles.Administrator, cancellationToken))
        {
            await notices.Write(
                NoticePurpose.DeliveryUncertain,
                administrator,
                $"notice-{notice.Id:N}",
                notice.Priority,
                nowUtc,
                notBeforeUtc: nowUtc,
                deadlineUtc: nowUtc + _alarmLives,
                cancellationToken: cancellationToken
            );
        }
    }
}
