using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>
/// Brings a message that failed back to the front of the queue. It only makes it due: the sweep claims it like any
/// other, looks again whether it is still wanted (consent, acknowledgement), and keeps its Message-ID.
/// </summary>
[AllowedTo(Roles.Administrator)]
public sealed record RetryMessage(Actor By, Guid MessageId) : IRequest<RetryMessageResult>, IActed
{
    /// <summary>One that waits, is being sent, arrived or is no longer wanted has nothing to try again.</summary>
    public static bool Allows(MessageState state) =>
        state is MessageState.RetryWait or MessageState.Expired or MessageState.Rejected;
}

public abstract record RetryMessageResult
{
    public sealed record Queued : RetryMessageResult;

    public sealed record NotFound : RetryMessageResult;

    /// <summary>It moved on meanwhile.</summary>
    public sealed record NothingToRetry(MessageState State) : RetryMessageResult;
}

internal sealed class RetryMessageHandler(WellbeingDb db, MessageLinks links, MessageKinds kinds, TimeProvider clock)
    : IRequestHandler<RetryMessage, RetryMessageResult>
{
    private static readonly TimeSpan _anotherDay = TimeSpan.FromHours(24);

    public async Task<RetryMessageResult> Handle(RetryMessage request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await db.Messages.AsNoTracking().SingleOrDefaultAsync(n => n.Id == request.MessageId, cancellationToken)
            is not { } message
        )
            return new RetryMessageResult.NotFound();
        if (!RetryMessage.Allows(message.State))
            return new RetryMessageResult.NothingToRetry(message.State);

        // The record first, then the row, as an acknowledgement does: the two cannot wait for each other.
        db.Audit(
            request.By,
            AuditActions.MessageRetried,
            now,
            message.ParticipantId,
            message.FlagId,
            new RetriedMessageDetail(message.Kind, message.State)
        );
        // Given up, it lost its links' secret: it gets new ones.
        var secret =
            message.SealedSecret
            ?? links.Issue(kinds.Get(message.Kind).Links, message.SupportContactId, message.FlagId, now);
        await db.SaveChangesAsync(cancellationToken);

        // A retry before its deadline keeps it; one that was given up gets another day.
        var deadline =
            message.State == MessageState.RetryWait && message.DeadlineUtc > now
                ? message.DeadlineUtc
                : now + _anotherDay;
        var queued = await db
            .Messages.Where(n => n.Id == message.Id && n.State == message.State && n.Attempts == message.Attempts)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.State, MessageState.RetryWait)
                        .SetProperty(x => x.NotBeforeUtc, now)
                        .SetProperty(x => x.DeadlineUtc, deadline)
                        .SetProperty(x => x.SealedSecret, secret),
                cancellationToken
            );
        if (queued == 0)
        {
            // A sweep was faster. Rolled back with its record; say what became of it.
            var state = await db
                .Messages.AsNoTracking()
                .Where(n => n.Id == message.Id)
                .Select(n => n.State)
                .SingleAsync(cancellationToken);
            return new RetryMessageResult.NothingToRetry(state);
        }

        await transaction.CommitIfOwn(cancellationToken);
        return new RetryMessageResult.Queued();
    }
}
