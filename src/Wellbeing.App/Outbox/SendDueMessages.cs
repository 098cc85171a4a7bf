using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>
/// Sends what is due, most urgent first: claim, render, hand over, record the attempt. No transaction is open while
/// the mail server is spoken to. Several servers may run it at once; a crash at any point loses nothing and repeats at
/// most the message whose acceptance was never learned of, under the same Message-ID.
/// </summary>
/// <param name="Server">Who claims, for the lease: host and process.</param>
/// <param name="Only">One message alone, for somebody who waits for what becomes of it; null for all.</param>
[AllowedTo(Roles.System)]
public sealed record SendDueMessages(Actor By, string Server, Guid? Only = null) : IRequest<int>, IActed;

internal sealed partial class SendDueMessagesHandler(
    WellbeingDb db,
    MessageKinds kinds,
    MessageComposer composer,
    IMailer mailer,
    WebhookMessages webhooks,
    IWebhookSender webhookSender,
    SealedText text,
    ReturnAddresses returns,
    HeldWork held,
    RefusedAlike refusals,
    IPublisher publisher,
    TimeProvider clock,
    ILogger<SendDueMessagesHandler> log
) : IRequestHandler<SendDueMessages, int>
{
    /// <summary>One run sends at most this many, so that an outage's backlog does not starve the other
    /// sweeps.</summary>
    private const int Batch = 200;

    /// <summary>As <see cref="Batch"/>, for requests to other systems.</summary>
    private const int WebhookBatch = 20;

    /// <returns>How many the mail server accepted.</returns>
    public async Task<int> Handle(SendDueMessages request, CancellationToken cancellationToken)
    {
        await ReleaseLostClaims(cancellationToken);
        await ExpireOverdue(cancellationToken);

        var now = Now;
        var heldBefore = await held.BeforeUtc(cancellationToken) ?? DateTime.UnixEpoch;
        var waiting = db
            .Messages.AsNoTracking()
            .Unsent()
            .Where(n => n.NotBeforeUtc <= now && n.CreatedAtUtc >= heldBefore)
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
            .Where(n => n.Channel == MessageChannel.Mail)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        var requests = await waiting
            .Where(n => n.Channel == MessageChannel.Webhook)
            .Take(WebhookBatch)
            .ToListAsync(cancellationToken);

        var accepted = 0;
        var silent = new HashSet<Guid?>();
        foreach (var next in mails.Concat(requests).OrderBy(n => n.Priority))
        {
            // They stay due, in order; the next sweep goes on. No attempt is spent on a server that asked for a rest.
            if (
                next.Channel == MessageChannel.Mail
                    ? mailer.WaitBefore(urgent: next.Priority == 0) > TimeSpan.Zero
                    : silent.Contains(next.WebhookId)
            )
                continue;
            if (await Claim(next.Id, request.Server, cancellationToken) is not { } message)
                continue;
            var outcome = await HandOver(message, cancellationToken);
            // From here on the outcome must be kept, even if the host is shutting down.
            await Record(message, request.Server, outcome, CancellationToken.None);
            if (outcome is DeliveryOutcome.Accepted)
                accepted++;
            // Its other requests wait for the next sweep: an endpoint that does not answer takes a while to say so.
            else if (next.WebhookId is not null)
                silent.Add(next.WebhookId);
        }

        return accepted;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Marks the message as being sent by us, if nobody else has and it is still wanted.</summary>
    private async Task<Message?> Claim(Guid id, string server, CancellationToken cancellationToken)
    {
        db.StartOver();
        var now = Now;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var message = await db.Messages.AsNoTracking().SingleAsync(n => n.Id == id, cancellationToken);

        // One that this version does not know fails when it is composed, and stays visible.
        var kind = kinds.Find(message.Kind);
        if (kind is not null)
            await kind.LockCause(db, message, cancellationToken);
        if (
            kind is not null
            && await kind.AllowedFromUtc(db, message, now, cancellationToken) is var quietUntil
            && quietUntil > now
        )
        {
            await db
                .Messages.Unsent()
                .Where(n => n.Id == id)
                .ExecuteUpdateAsync(n => n.SetProperty(x => x.NotBeforeUtc, quietUntil), cancellationToken);
            await transaction.CommitIfOwn(cancellationToken);
            return null;
        }

        var wanted = kind is null || await IsStillWanted(message, kind, now, cancellationToken);
        var claimed = await db
            .Messages.Unsent()
            .Where(n => n.Id == id && n.NotBeforeUtc <= now)
            .ExecuteUpdateAsync(
                n =>
                {
                    n.SetProperty(x => x.State, wanted ? MessageState.Sending : MessageState.Cancelled);
                    if (!wanted)
                    {
                        n.SetProperty(x => x.SealedSecret, (string?)null);
                        return;
                    }

                    n.SetProperty(x => x.Attempts, x => x.Attempts + 1);
                    n.SetProperty(x => x.LeaseOwner, server);
                    n.SetProperty(x => x.LeaseUntilUtc, now + Message.Lease);
                },
                cancellationToken
            );
        if (claimed == 1 && wanted)
        {
            db.MessageAttempts.Add(
                new MessageAttempt
                {
                    MessageId = id,
                    Number = message.Attempts + 1,
                    BeganAtUtc = now,
                    Outcome = AttemptOutcome.Begun,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitIfOwn(cancellationToken);
        return claimed == 1 && wanted
            ? await db.Messages.AsNoTracking().SingleAsync(n => n.Id == id, cancellationToken)
            : null;
    }

    /// <summary>Consent, acknowledgement and the prompt's answer are looked at again just before a message
    /// leaves.</summary>
    private async Task<bool> IsStillWanted(
        Message message,
        MessageKind kind,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        await kind.IsStillWanted(db, message, now, cancellationToken)
        && (
            message.Channel != MessageChannel.Webhook
            || await db.Webhooks.AnyAsync(w => w.Id == message.WebhookId && w.Enabled, cancellationToken)
        );

    private async Task<DeliveryOutcome> HandOver(Message message, CancellationToken cancellationToken)
    {
        try
        {
            if (message.Channel == MessageChannel.Webhook)
            {
                return await webhooks.Compose(db, message, cancellationToken) is { } webhook
                    ? await webhookSender.Send(webhook, cancellationToken)
                    : new DeliveryOutcome.Permanent(
                        DeliveryPhase.Compose,
                        null,
                        "The endpoint was removed.",
                        AddressRefused: false
                    );
            }

            var mail = await composer.Compose(db, message, text.Open(message.SealedSecret), cancellationToken);
            mail = mail with { EnvelopeFrom = await returns.Of(db, message.Id, cancellationToken) };
            return await mailer.Send(mail, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new DeliveryOutcome.Unknown(DeliveryPhase.Done, null, "The application stopped while sending.");
        }
        catch (Exception e)
        {
            // A message that cannot be composed must not block the ones behind it; it stays visible and is tried again.
            LogComposeFailed(message.Id, message.Kind, e.GetType().Name);
            return new DeliveryOutcome.Temporary(
                DeliveryPhase.Compose,
                null,
                $"The message could not be prepared ({e.GetType().Name})."
            );
        }
    }

    // A conflict (a nurse acknowledges at this moment) must not lose what the mail server said: that is recorded again,
    // and the message never handed over twice for it.
    private Task Record(Message message, string server, DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        Conflict.UntilItHolds(() => RecordOnce(message, server, outcome, cancellationToken), cancellationToken);

    private async Task RecordOnce(
        Message message,
        string server,
        DeliveryOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        db.StartOver();
        var now = Now;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        // Looked at before this attempt is one of those that count.
        var refused = outcome as DeliveryOutcome.Permanent is { AddressRefused: true } refusal ? refusal : null;
        var alike = refused is null
            ? []
            : await refusals.AboutUs(message, Cut(refused.Detail, 500), now, cancellationToken);
        var givenUp =
            refused is not null && alike.Count == 0 && await refusals.RefusedBefore(message, now, cancellationToken);
        var state = outcome switch
        {
            DeliveryOutcome.Accepted => MessageState.Accepted,
            DeliveryOutcome.Permanent when refused is null || givenUp => MessageState.Rejected,
            _ => MessageState.RetryWait,
        };
        var retryAt =
            now + (refused is null ? Message.BackOff(message.Id, message.Attempts) : Message.RefusedAgainAfter);
        // Ours only while the lease is: a server that was paused beyond it must not overwrite what came after.
        var ours = await db
            .Messages.Where(n =>
                n.Id == message.Id
                && n.State == MessageState.Sending
                && n.LeaseOwner == server
                && n.Attempts == message.Attempts
            )
            .ExecuteUpdateAsync(
                n =>
                {
                    n.SetProperty(x => x.State, state);
                    n.SetProperty(x => x.LeaseOwner, (string?)null);
                    n.SetProperty(x => x.LeaseUntilUtc, (DateTime?)null);
                    if (state == MessageState.RetryWait)
                        n.SetProperty(x => x.NotBeforeUtc, retryAt);
                    else
                        n.SetProperty(x => x.SealedSecret, (string?)null);
                    if (refused is not null)
                        n.SetProperty(x => x.PulledForwardAtUtc, x => x.PulledForwardAtUtc ?? now);
                    if (state == MessageState.Accepted)
                        n.SetProperty(x => x.AcceptedAtUtc, now);
                },
                cancellationToken
            );
        var (result, phase, code, detail) = (
            OutcomeOf(outcome),
            (DeliveryPhase?)outcome.Phase,
            outcome.ReplyCode,
            Cut(outcome.Detail, 500)
        );
        await db
            .MessageAttempts.Where(a => a.MessageId == message.Id && a.Number == message.Attempts)
            .ExecuteUpdateAsync(
                a =>
                    a.SetProperty(x => x.Outcome, result)
                        .SetProperty(x => x.Phase, phase)
                        .SetProperty(x => x.ReplyCode, code)
                        .SetProperty(x => x.Detail, detail),
                cancellationToken
            );

        if (ours == 1 && outcome is DeliveryOutcome.Permanent permanent)
        {
            db.Audit(
                Actor.System,
                AuditActions.MessageRejected,
                now,
                message.ParticipantId,
                message.FlagId,
                new RejectedMessageDetail(message.Kind, permanent.ReplyCode)
            );
            if (alike.Count > 0)
            {
                LogRefusedForOurSake(alike.Count, detail);
                await publisher.Publish(new RefusedForOurSake(alike, now), cancellationToken);
            }
            else if (givenUp)
                await publisher.Publish(new AddressRefused(message, detail, now), cancellationToken);
            // Also where it is tried again: nobody waits an hour for it.
            await publisher.Publish(new MessageNotDelivered(message, now), cancellationToken);
        }

        if (ours == 1 && outcome is DeliveryOutcome.Accepted)
            await publisher.Publish(new MessageAccepted(message, now), cancellationToken);
        if (ours == 1 && result == AttemptOutcome.Unknown)
            await AlarmIfUncertain(message, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        LogAttempt(message.Id, message.Kind, message.Attempts, result, outcome.Phase.Name(), outcome.ReplyCode);
    }

    /// <summary>A claim whose server died: nobody knows what became of it, so it is sent again under the same
    /// Message-ID.</summary>
    private async Task ReleaseLostClaims(CancellationToken cancellationToken)
    {
        var now = Now;
        if (
            !await db.Messages.AnyAsync(
                n => n.State == MessageState.Sending && n.LeaseUntilUtc < now,
                cancellationToken
            )
        )
            return;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var lost = await db
            .Messages.AsNoTracking()
            .Where(n => n.State == MessageState.Sending && n.LeaseUntilUtc < now)
            .ToListAsync(cancellationToken);
        foreach (var claim in lost)
        {
            await db
                .MessageAttempts.Where(a => a.MessageId == claim.Id && a.Number == claim.Attempts)
                .ExecuteUpdateAsync(
                    a =>
                        a.SetProperty(x => x.Outcome, AttemptOutcome.Unknown)
                            .SetProperty(x => x.Phase, DeliveryPhase.Lost)
                            .SetProperty(
                                x => x.Detail,
                                "The server that was sending stopped before it could record the outcome."
                            ),
                    cancellationToken
                );
            var released = await db
                .Messages.Where(n =>
                    n.Id == claim.Id && n.State == MessageState.Sending && n.Attempts == claim.Attempts
                )
                .ExecuteUpdateAsync(
                    n =>
                        n.SetProperty(x => x.State, MessageState.RetryWait)
                            .SetProperty(x => x.NotBeforeUtc, now)
                            .SetProperty(x => x.LeaseOwner, (string?)null)
                            .SetProperty(x => x.LeaseUntilUtc, (DateTime?)null),
                    cancellationToken
                );
            if (released == 1)
                await AlarmIfUncertain(claim, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
    }

    /// <summary>Gives up what passed its deadline; a flag's ladder does not wait for it.</summary>
    private async Task ExpireOverdue(CancellationToken cancellationToken)
    {
        var now = Now;
        var overdue = await db
            .Messages.AsNoTracking()
            .Unsent()
            .Where(n => n.DeadlineUtc < now)
            .OrderBy(n => n.Priority)
            .ThenBy(n => n.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var message in overdue)
            await Expire(message, now, cancellationToken);
    }

    /// <summary>One unknown outcome is a network's hiccup; several are something to look at.</summary>
    private async Task AlarmIfUncertain(Message message, DateTime now, CancellationToken cancellationToken)
    {
        var unknowns = await db.MessageAttempts.CountAsync(
            a => a.MessageId == message.Id && a.Outcome == AttemptOutcome.Unknown,
            cancellationToken
        );
        if (unknowns >= Message.UnknownsBeforeAlarm)
            await publisher.Publish(new DeliveryInDoubt(message, now), cancellationToken);
    }

    /// <summary>Changes a message that still waits, and tells whoever counted on it: one unit of work.</summary>
    private Task Expire(Message message, DateTime now, CancellationToken cancellationToken) =>
        Conflict.UntilItHolds(
            async () =>
            {
                db.StartOver();
                await using var transaction = await db.BeginUnlessBegun(cancellationToken);
                var changed = await db
                    .Messages.Where(n =>
                        n.Id == message.Id && n.State == message.State && n.Attempts == message.Attempts
                    )
                    .ExecuteUpdateAsync(
                        n =>
                            n.SetProperty(x => x.State, MessageState.Expired)
                                .SetProperty(x => x.SealedSecret, (string?)null),
                        cancellationToken
                    );
                if (changed == 0)
                    return; // Another server was faster.
                db.Audit(
                    Actor.System,
                    AuditActions.MessageExpired,
                    now,
                    message.ParticipantId,
                    message.FlagId,
                    new MessageDetail(message.Kind)
                );
                await publisher.Publish(new MessageNotDelivered(message, now), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitIfOwn(cancellationToken);
            },
            cancellationToken
        );

    private static AttemptOutcome OutcomeOf(DeliveryOutcome outcome) =>
        outcome switch
        {
            DeliveryOutcome.Accepted => AttemptOutcome.Accepted,
            DeliveryOutcome.Temporary => AttemptOutcome.Temporary,
            DeliveryOutcome.Permanent => AttemptOutcome.Permanent,
            _ => AttemptOutcome.Unknown,
        };

    private static string Cut(string value, int length) => value.Length <= length ? value : value[..length];

    [LoggerMessage(
        LogLevel.Information,
        "Message {Message} ({Kind}), attempt {Attempt}: {Outcome} at {Phase}, reply {Reply}"
    )]
    private partial void LogAttempt(
        Guid message,
        string kind,
        int attempt,
        AttemptOutcome outcome,
        string phase,
        int? reply
    );

    [LoggerMessage(
        LogLevel.Error,
        "The mail server refused {Addresses} addresses with the same words, so it is about us, and none is given up: {Reply}"
    )]
    private partial void LogRefusedForOurSake(int addresses, string reply);

    [LoggerMessage(LogLevel.Error, "Message {Message} ({Kind}) could not be composed: {Fault}")]
    private partial void LogComposeFailed(Guid message, string kind, string fault);
}
