using System.Globalization;
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
public sealed record RetryNotice(Actor By, Guid NoticeId) : IRequest<RetryNoticeResult>, IActed
{
    /// <summary>One that waits, is being sent, arrived or is no longer wanted has nothing to try again.</summary>
    public static bool Allows(NoticeState state) =>
        state is NoticeState.RetryWait or NoticeState.Expired or NoticeState.Rejected;
}

public abstract record RetryNoticeResult
{
    public sealed record Queued : RetryNoticeResult;

    public sealed record NotFound : RetryNoticeResult;

    /// <summary>It moved on meanwhile.</summary>
    public sealed record NothingToRetry(NoticeState State) : RetryNoticeResult;
}

internal sealed class RetryNoticeHandler(WellbeingDb db, NoticeLinks links, MessageKinds kinds, TimeProvider clock)
    : IRequestHandler<RetryNotice, RetryNoticeResult>
{
    private static readonly TimeSpan _anotherDay = TimeSpan.FromHours(24);

    public async Task<RetryNoticeResult> Handle(RetryNotice request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await db.Notices.AsNoTracking().SingleOrDefaultAsync(n => n.Id == request.NoticeId, cancellationToken)
            is not { } notice
        )
            return new RetryNoticeResult.NotFound();
        if (!RetryNotice.Allows(notice.State))
            return new RetryNoticeResult.NothingToRetry(notice.State);

        // The record first, then the row, as an acknowledgement does: the two cannot wait for each other.
        db.Audit(
            request.By,
            AuditActions.NoticeRetried,
            now,
            notice.ParticipantId,
            notice.FlagId,
            string.Create(CultureInfo.InvariantCulture, $"purpose={notice.Kind};from={notice.State}")
        );
        // Given up, it lost its links' secret: it gets new ones.
        var secret =
            notice.SealedSecret
            ?? links.Issue(kinds.Get(notice.Kind).Links, notice.SupportContactId, notice.FlagId, now);
        await db.SaveChangesAsync(cancellationToken);

        // A retry before its deadline keeps it; one that was given up gets another day.
        var deadline =
            notice.State == NoticeState.RetryWait && notice.DeadlineUtc > now ? notice.DeadlineUtc : now + _anotherDay;
        var queued = await db
            .Notices.Where(n => n.Id == notice.Id && n.State == notice.State && n.Attempts == notice.Attempts)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.State, NoticeState.RetryWait)
                        .SetProperty(x => x.NotBeforeUtc, now)
                        .SetProperty(x => x.DeadlineUtc, deadline)
                        .SetProperty(x => x.SealedSecret, secret),
                cancellationToken
            );
        if (queued == 0)
        {
            // A sweep was faster. Rolled back with its record; say what became of it.
            var state = await db
                .Notices.AsNoTracking()
                .Where(n => n.Id == notice.Id)
                .Select(n => n.State)
                .SingleAsync(cancellationToken);
            return new RetryNoticeResult.NothingToRetry(state);
        }

        await transaction.CommitIfOwn(cancellationToken);
        return new RetryNoticeResult.Queued();
    }
}
