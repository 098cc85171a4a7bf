using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Bounces;
using Wellbeing.App.Features.Engine;
using Wellbeing.App.Features.Webhooks;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Notices;

/// <summary>
/// (4) Sends what is due, most urgent first: claim, render, hand over, record the attempt. No transaction is open while
/// the mail server is spoken to. Several servers may run it at once; a crash at any point loses nothing and repeats at
/// most the message whose acceptance was never learned of, under the same Message-ID.
/// </summary>
/// <param name="Server">Who claims, for the lease: host and process.</param>
/// <param name="Only">One notice alone, for somebody who waits for what becomes of it; null for all.</param>
[AllowedTo(Roles.System)]
public sealed record SendDueNotices(Actor By, string Server, Guid? Only = null) : IRequest<int>, IActed;

internal sealed partial class SendDueNoticesHandler(
    WellbeingDb db,
    NoticeComposer composer,
    IMailer mailer,
    WebhookMessages webhooks,
    IWebhookSender webhookSender,
    SealedText text,
    ReturnAddresses returns,
    FailedNotices failed,
    HeldWork held,
    TimeProvider clock,
    ILogger<SendDueNoticesHandler> log
) : IRequestHandler<SendDueNotices, int>
{
    /// <summary>One run sends at most this many, so that an outage's backlog does not starve the other
    /// sweeps.</summary>
    private const int Batch = 200;

    /// <summary>As <see cref="Batch"/>, for requests to other systems.</summary>
    private const int WebhookBatch = 20;

    /// <returns>How many the mail server accepted.</returns>
    public async Task<int> Handle(SendDueNotices request, CancellationToken cancellationToken)
    {
        await ReleaseLostClaims(cancellationToken);
        await ExpireOverdue(cancellationToken);

        var now = Now;
        var heldBefore = await held.BeforeUtc(cancellationToken) ?? DateTime.UnixEpoch;
        var waiting = db
            .Notices.AsNoTracking()
            .Where(n =>
                (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
                && n.NotBeforeUtc <= now
                && n.CreatedAtUtc >= heldBefore
            )
            .Where(n => request.Only == null || n.Id == request.Only)
            .OrderBy(n => n.Priority)
            .ThenBy(n => n.NotBeforeUtc)
            .ThenBy(n => n.Id)
            .Select(n => new
            {
                n.Id,
                n.Priority,
                n.Channel,
                n.WebhookId,
            });
        // Apart, so that neither a resting mail server's backlog nor another system's keeps the other channel waiting.
        var mails = await waiting
            .Where(n => n.Channel == NoticeChannel.Mail)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        var requests = await waiting
            .Where(n => n.Channel == NoticeChannel.Webhook)
            .Take(WebhookBatch)
            .ToListAsync(cancellationToken);

        var accepted = 0;
        var silent = new HashSet<Guid?>();
        foreach (var next in mails.Concat(requests).OrderBy(n => n.Priority))
        {
            // They stay due, in order; the next sweep goes on. No attempt is spent on a server that asked for a rest.
            if (
                next.Channel == NoticeChannel.Mail
                    ? mailer.WaitBefore(urgent: next.Priority == 0) > TimeSpan.Zero
                    : silent.Contains(next.WebhookId)
            )
                continue;
            if (await Claim(next.Id, request.Server, cancellationToken) is not { } notice)
                continue;
            var outcome = await HandOver(notice, cancellationToken);
            // From here on the outcome must be kept, even if the host is shutting down.
            await Record(notice, request.Server, outcome, CancellationToken.None);
            if (outcome is MailOutcome.Accepted)
                accepted++;
            // Its other requests wait for the next sweep: an endpoint that does not answer takes a while to say so.
            else if (next.WebhookId is not null)
                silent.Add(next.WebhookId);
        }

        await HurryLaddersOfStuck(cancellationToken);
        return accepted;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Marks the notice as being sent by us, if nobody else has and it is still wanted.</summary>
    private async Task<Notice?> Claim(Guid id, string server, CancellationToken cancellationToken)
    {
        db.StartOver();
        var now = Now;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var notice = await db.Notices.AsNoTracking().SingleAsync(n => n.Id == id, cancellationToken);

        // The flag's row first, then its notices: an acknowledgement is either before this claim or waits for it.
        if (notice.FlagId is { } flagId && db.Database.IsPostgres())
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM \"Flags\" WHERE \"Id\" = {flagId} FOR SHARE",
                cancellationToken
            );
        if (notice.SupportContactId is { } contactId && db.Database.IsPostgres()) // As with a withdrawal.
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM \"SupportContacts\" WHERE \"Id\" = {contactId} FOR SHARE",
                cancellationToken
            );

        if (await EndOfQuietHours(notice, now, cancellationToken) is { } quietUntil)
        {
            await db
                .Notices.Where(n => n.Id == id && (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait))
                .ExecuteUpdateAsync(n => n.SetProperty(x => x.NotBeforeUtc, quietUntil), cancellationToken);
            await transaction.CommitIfOwn(cancellationToken);
            return null;
        }

        var wanted = await IsStillWanted(notice, cancellationToken);
        var claimed = await db
            .Notices.Where(n =>
                n.Id == id
                && (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
                && n.NotBeforeUtc <= now
            )
            .ExecuteUpdateAsync(
                n =>
                {
                    n.SetProperty(x => x.State, wanted ? NoticeState.Sending : NoticeState.Cancelled);
                    if (!wanted)
                    {
                        n.SetProperty(x => x.SealedSecret, (string?)null);
                        return;
                    }

                    n.SetProperty(x => x.Attempts, x => x.Attempts + 1);
                    n.SetProperty(x => x.LeaseOwner, server);
                    n.SetProperty(x => x.LeaseUntilUtc, now + Notice.Lease);
                },
                cancellationToken
            );
        if (claimed == 1 && wanted)
        {
            db.NoticeAttempts.Add(
                new NoticeAttempt
                {
                    NoticeId = id,
                    Number = notice.Attempts + 1,
                    BeganAtUtc = now,
                    Outcome = AttemptOutcome.Begun,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitIfOwn(cancellationToken);
        return claimed == 1 && wanted
            ? await db.Notices.AsNoTracking().SingleAsync(n => n.Id == id, cancellationToken)
            : null;
    }

    /// <summary>Consent, acknowledgement and the prompt's answer are looked at again just before a message
    /// leaves.</summary>
    private async Task<bool> IsStillWanted(Notice notice, CancellationToken cancellationToken)
    {
        var now = Now;
        if (notice.Purpose is NoticePurpose.FlagToTeam or NoticePurpose.FlagToSupportContact)
        {
            var flag = await db.Flags.AsNoTracking().SingleAsync(f => f.Id == notice.FlagId, cancellationToken);
            if (flag.State != FlagState.Open)
                return false;
            if (notice.Channel == NoticeChannel.Webhook)
                return await db.Webhooks.AnyAsync(w => w.Id == notice.WebhookId && w.Enabled, cancellationToken);
            return notice.Purpose == NoticePurpose.FlagToTeam
                || await db
                    .SupportContacts.AsNoTracking()
                    .SingleOrDefaultAsync(c => c.Id == notice.SupportContactId, cancellationToken)
                    is { } contact
                    && contact.MayBeTold(flag.Severity);
        }

        return notice.Purpose switch
        {
            NoticePurpose.FlagAssigned => await db.Flags.AnyAsync(
                f => f.Id == notice.FlagId && f.State != FlagState.Resolved && f.AssignedTo == notice.AccountId,
                cancellationToken
            ),
            NoticePurpose.FlagGrew => await db.Flags.AnyAsync(
                f => f.Id == notice.FlagId && f.State == FlagState.Acknowledged && f.AcknowledgedBy == notice.AccountId,
                cancellationToken
            ),
            NoticePurpose.CheckInInvitation or NoticePurpose.CheckInReminder or NoticePurpose.CheckInLinkAgain =>
                await db.Prompts.AnyAsync(
                    p =>
                        p.Id == notice.PromptId
                        && (p.State == PromptState.Sent || p.State == PromptState.Reminded)
                        && db.Participants.Any(x =>
                            x.Id == p.ParticipantId
                            && x.ClosedAtUtc == null
                            && x.AskingStoppedAtUtc == null
                            && (
                                x.PromptMails == PromptMails.InvitationAndReminder
                                || notice.Purpose == NoticePurpose.CheckInLinkAgain // Asked for just now.
                                || (
                                    x.PromptMails == PromptMails.InvitationOnly
                                    && notice.Purpose == NoticePurpose.CheckInInvitation
                                )
                            )
                            && (x.PausedUntilUtc == null || x.PausedUntilUtc <= now || x.PausedFromUtc > now)
                        ),
                    cancellationToken
                ),
            NoticePurpose.SupportContactTest => await db.SupportContacts.AnyAsync(
                c => c.Id == notice.SupportContactId && c.State == SupportContactState.Confirmed,
                cancellationToken
            ),
            NoticePurpose.ScreenInvitation => await db.Screens.AnyAsync(
                s =>
                    s.ParticipantId == notice.ParticipantId
                    && s.State == ScreenState.Sent
                    && s.ExpiresAtUtc > now
                    && db.Participants.Any(p => p.Id == s.ParticipantId && p.ClosedAtUtc == null),
                cancellationToken
            ),
            // Wanted while there is a note they have not seen, and for as long as they want to be told.
            NoticePurpose.NoteBack => await db.CheckInReplies.AnyAsync(
                r =>
                    r.ParticipantId == notice.ParticipantId
                    && r.SeenAtUtc == null
                    && db.Participants.Any(p =>
                        p.Id == r.ParticipantId
                        && p.ClosedAtUtc == null
                        && (
                            p.ReplyMails == true
                            || p.ReplyMails == null && p.PromptMails != PromptMails.None && p.AskingStoppedAtUtc == null
                        )
                    ),
                cancellationToken
            ),
            NoticePurpose.Nomination => await db.SupportContacts.AnyAsync(
                c => c.Id == notice.SupportContactId && c.State == SupportContactState.Pending,
                cancellationToken
            ),
            NoticePurpose.FamilyAsked or NoticePurpose.FamilyInvitation => await db.FamilyLinks.AnyAsync(
                l => l.Id == notice.FamilyLinkId && l.AgreedAtUtc == null,
                cancellationToken
            ),
            _ => true,
        };
    }

    /// <summary>What can wait does not come at night: not in the person's quiet hours, nor outside the hours of those
    /// they named. When it may leave; null for now.</summary>
    private async Task<DateTime?> EndOfQuietHours(Notice notice, DateTime now, CancellationToken cancellationToken)
    {
        DateTime allowed;
        switch (notice.Purpose)
        {
            case NoticePurpose.CheckInInvitation
            or NoticePurpose.CheckInReminder
            or NoticePurpose.ScreenInvitation
            or NoticePurpose.NoteBack
            or NoticePurpose.FamilyAsked:
                var participant = await db
                    .Participants.AsNoTracking()
                    .SingleAsync(p => p.Id == notice.ParticipantId, cancellationToken);
                allowed = participant.Schedule.OutsideQuietHours(now, participant.TimeZone);
                break;
            case NoticePurpose.Nomination or NoticePurpose.SupportContactTest:
            case NoticePurpose.FlagToSupportContact
                when !await db.Flags.AnyAsync(
                    f => f.Id == notice.FlagId && f.Severity == Severity.Urgent,
                    cancellationToken
                ):
                var zone = await db
                    .Participants.AsNoTracking()
                    .Where(p => p.Id == notice.ParticipantId)
                    .Select(p => p.TimeZone)
                    .SingleAsync(cancellationToken);
                var contact = await db
                    .SupportContacts.AsNoTracking()
                    .SingleAsync(c => c.Id == notice.SupportContactId, cancellationToken);
                allowed = contact.Hours(zone).Within(now);
                break;
            case NoticePurpose.FamilyInvitation:
                var asked = await db
                    .Invitations.AsNoTracking()
                    .Where(i => db.FamilyLinks.Any(l => l.Id == notice.FamilyLinkId && l.InvitationId == i.Id))
                    .Select(i => i.TimeZone)
                    .SingleOrDefaultAsync(cancellationToken);
                if (asked is null)
                    return null;
                allowed = ContactHours.Usual(asked).Within(now);
                break;
            default:
                return null;
        }

        return allowed > now ? allowed : null;
    }

    private async Task<MailOutcome> HandOver(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            if (notice.Channel == NoticeChannel.Webhook)
            {
                return await webhooks.Compose(db, notice, cancellationToken) is { } webhook
                    ? await webhookSender.Send(webhook, cancellationToken)
                    : new MailOutcome.Permanent("compose", null, "The endpoint was removed.", AddressRefused: false);
            }

            var mail = await composer.Compose(db, notice, text.Open(notice.SealedSecret), cancellationToken);
            mail = mail with { EnvelopeFrom = await returns.Of(db, notice.Id, cancellationToken) };
            return await mailer.Send(mail, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new MailOutcome.Unknown("done", null, "The application stopped while sending.");
        }
        catch (Exception e)
        {
            // A message that cannot be composed must not block the ones behind it; it stays visible and is tried again.
            LogComposeFailed(notice.Id, notice.Purpose, e.GetType().Name);
            return new MailOutcome.Temporary(
                "compose",
                null,
                $"The message could not be prepared ({e.GetType().Name})."
            );
        }
    }

    // A conflict (a nurse acknowledges at this moment) must not lose what the mail server said: that is recorded again,
    // and the message never handed over twice for it.
    private Task Record(Notice notice, string server, MailOutcome outcome, CancellationToken cancellationToken) =>
        UntilItHolds(() => RecordOnce(notice, server, outcome, cancellationToken), cancellationToken);

    /// <summary>One unit of work, again while somebody else writes at the same moment.</summary>
    private static async Task UntilItHolds(Func<Task> act, CancellationToken cancellationToken)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (run < 10 && Conflict.Is(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40) * run), cancellationToken);
            }
        }
    }

    private async Task RecordOnce(
        Notice notice,
        string server,
        MailOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        db.StartOver();
        var now = Now;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var flag = notice.FlagId is { } flagId
            ? await db.Flags.SingleAsync(f => f.Id == flagId, cancellationToken)
            : null;

        var retryAt = now + Notice.BackOff(notice.Id, notice.Attempts);
        var state = outcome switch
        {
            MailOutcome.Accepted => NoticeState.Accepted,
            MailOutcome.Permanent => NoticeState.Rejected,
            _ => NoticeState.RetryWait,
        };
        // Ours only while the lease is: a server that was paused beyond it must not overwrite what came after.
        var ours = await db
            .Notices.Where(n =>
                n.Id == notice.Id
                && n.State == NoticeState.Sending
                && n.LeaseOwner == server
                && n.Attempts == notice.Attempts
            )
            .ExecuteUpdateAsync(
                n =>
                {
                    n.SetProperty(x => x.State, state);
                    n.SetProperty(x => x.LeaseOwner, (string?)null);
                    n.SetProperty(x => x.LeaseUntilUtc, (DateTime?)null);
                    if (state == NoticeState.RetryWait)
                        n.SetProperty(x => x.NotBeforeUtc, retryAt);
                    else
                        n.SetProperty(x => x.SealedSecret, (string?)null);
                    if (state == NoticeState.Accepted)
                        n.SetProperty(x => x.AcceptedAtUtc, now);
                },
                cancellationToken
            );
        var (result, phase, code, detail) = (
            OutcomeOf(outcome),
            Cut(outcome.Phase, 20),
            outcome.ReplyCode,
            Cut(outcome.Detail, 500)
        );
        await db
            .NoticeAttempts.Where(a => a.NoticeId == notice.Id && a.Number == notice.Attempts)
            .ExecuteUpdateAsync(
                a =>
                    a.SetProperty(x => x.Outcome, result)
                        .SetProperty(x => x.Phase, phase)
                        .SetProperty(x => x.ReplyCode, code)
                        .SetProperty(x => x.Detail, detail),
                cancellationToken
            );

        if (ours == 1 && outcome is MailOutcome.Permanent permanent)
        {
            db.Audit(
                Actor.System,
                AuditActions.NoticeRejected,
                now,
                notice.ParticipantId,
                notice.FlagId,
                string.Create(CultureInfo.InvariantCulture, $"purpose={notice.Purpose};reply={permanent.ReplyCode}")
            );
            if (permanent.AddressRefused)
                await failed.DisableAddress(notice, detail, now, cancellationToken);
            await failed.TellNextContact(flag, notice, now, cancellationToken);
            await failed.PullForward(flag, notice, now, cancellationToken);
        }

        if (ours == 1 && result == AttemptOutcome.Unknown)
            await failed.AlarmIfUncertain(notice, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        LogAttempt(notice.Id, notice.Purpose, notice.Attempts, result, outcome.Phase, outcome.ReplyCode);
    }

    /// <summary>A claim whose server died: nobody knows what became of it, so it is sent again under the same
    /// Message-ID.</summary>
    private async Task ReleaseLostClaims(CancellationToken cancellationToken)
    {
        var now = Now;
        if (!await db.Notices.AnyAsync(n => n.State == NoticeState.Sending && n.LeaseUntilUtc < now, cancellationToken))
            return;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var lost = await db
            .Notices.AsNoTracking()
            .Where(n => n.State == NoticeState.Sending && n.LeaseUntilUtc < now)
            .ToListAsync(cancellationToken);
        foreach (var claim in lost)
        {
            await db
                .NoticeAttempts.Where(a => a.NoticeId == claim.Id && a.Number == claim.Attempts)
                .ExecuteUpdateAsync(
                    a =>
                        a.SetProperty(x => x.Outcome, AttemptOutcome.Unknown)
                            .SetProperty(x => x.Phase, "lost")
                            .SetProperty(
                                x => x.Detail,
                                "The server that was sending stopped before it could record the outcome."
                            ),
                    cancellationToken
                );
            var released = await db
                .Notices.Where(n => n.Id == claim.Id && n.State == NoticeState.Sending && n.Attempts == claim.Attempts)
                .ExecuteUpdateAsync(
                    n =>
                        n.SetProperty(x => x.State, NoticeState.RetryWait)
                            .SetProperty(x => x.NotBeforeUtc, now)
                            .SetProperty(x => x.LeaseOwner, (string?)null)
                            .SetProperty(x => x.LeaseUntilUtc, (DateTime?)null),
                    cancellationToken
                );
            if (released == 1)
                await failed.AlarmIfUncertain(claim, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
    }

    /// <summary>Gives up what passed its deadline; a flag's ladder does not wait for it.</summary>
    private async Task ExpireOverdue(CancellationToken cancellationToken)
    {
        var now = Now;
        var overdue = await db
            .Notices.AsNoTracking()
            .Where(n => (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait) && n.DeadlineUtc < now)
            .OrderBy(n => n.Priority)
            .ThenBy(n => n.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var notice in overdue)
        {
            await Fail(
                notice,
                AuditActions.NoticeExpired,
                now,
                n => n.SetProperty(x => x.State, NoticeState.Expired).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );
        }
    }

    /// <summary>What has not left within its time goes on being tried, but costs its flag no more: the next step is
    /// taken.</summary>
    private async Task HurryLaddersOfStuck(CancellationToken cancellationToken)
    {
        var now = Now;
        var (urgentSince, othersSince) = (now - Notice.UrgentMayWait, now - Notice.OthersMayWait);
        var stuck = await db
            .Notices.AsNoTracking()
            .Where(n =>
                (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
                && n.PulledForwardAtUtc == null
                && n.CreatedAtUtc <= urgentSince
                && (n.Purpose == NoticePurpose.FlagToTeam || n.Purpose == NoticePurpose.FlagToSupportContact)
                && db.Flags.Any(f =>
                    f.Id == n.FlagId
                    && f.State == FlagState.Open
                    && (f.Severity == Severity.Urgent || n.CreatedAtUtc <= othersSince)
                )
            )
            .OrderBy(n => n.Priority)
            .ThenBy(n => n.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var notice in stuck)
            await Fail(
                notice,
                AuditActions.NoticeStuck,
                now,
                n => n.SetProperty(x => x.PulledForwardAtUtc, now),
                cancellationToken
            );
    }

    /// <summary>Changes a notice that still waits and has not pulled its ladder before, and pulls the ladder: one unit
    /// of work.</summary>
    private Task Fail(
        Notice notice,
        string action,
        DateTime now,
        Action<UpdateSettersBuilder<Notice>> change,
        CancellationToken cancellationToken
    ) =>
        UntilItHolds(
            async () =>
            {
                db.StartOver();
                await using var transaction = await db.BeginUnlessBegun(cancellationToken);
                var flag = notice.FlagId is { } flagId
                    ? await db.Flags.SingleAsync(f => f.Id == flagId, cancellationToken)
                    : null;
                var changed = await db
                    .Notices.Where(n =>
                        n.Id == notice.Id
                        && n.State == notice.State
                        && n.Attempts == notice.Attempts
                        && n.PulledForwardAtUtc == notice.PulledForwardAtUtc
                    )
                    .ExecuteUpdateAsync(change, cancellationToken);
                if (changed == 0)
                    return; // Another server was faster.
                db.Audit(Actor.System, action, now, notice.ParticipantId, notice.FlagId, $"purpose={notice.Purpose}");
                if (notice.PulledForwardAtUtc is null)
                    await failed.PullForward(flag, notice, now, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitIfOwn(cancellationToken);
            },
            cancellationToken
        );

    private static AttemptOutcome OutcomeOf(MailOutcome outcome) =>
        outcome switch
        {
            MailOutcome.Accepted => AttemptOutcome.Accepted,
            MailOutcome.Temporary => AttemptOutcome.Temporary,
            MailOutcome.Permanent => AttemptOutcome.Permanent,
            _ => AttemptOutcome.Unknown,
        };

    private static string Cut(string value, int length) => value.Length <= length ? value : value[..length];

    [LoggerMessage(
        LogLevel.Information,
        "Notice {Notice} ({Purpose}), attempt {Attempt}: {Outcome} at {Phase}, reply {Reply}"
    )]
    private partial void LogAttempt(
        Guid notice,
        NoticePurpose purpose,
        int attempt,
        AttemptOutcome outcome,
        string phase,
        int? reply
    );

    [LoggerMessage(LogLevel.Error, "Notice {Notice} ({Purpose}) could not be composed: {Kind}")]
    private partial void LogComposeFailed(Guid notice, NoticePurpose purpose, string kind);
}
