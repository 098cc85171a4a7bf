using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Which messages.</summary>
public enum MessageFilter
{
    All,

    /// <summary>Not handed over yet, and not failed before.</summary>
    Waiting,

    /// <summary>Failed at least once; tried again.</summary>
    Retrying,
    Rejected,
    Expired,
    Accepted,
    Cancelled,
}

/// <summary>The outbox, newest first.</summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Administrator)]
public sealed record ListMessages(Actor By, MessageFilter Filter = MessageFilter.All, int Page = 1, int PageSize = 25)
    : IRequest<MessagePage>,
        IActed;

/// <param name="Counts">How many messages each filter has.</param>
/// <param name="DueNow">Messages whose time has come: the length of the queue.</param>
/// <param name="OldestDueAtUtc">Since when the longest waiting of them should have left.</param>
public sealed record MessagePage(
    IReadOnlyList<MessageRow> Rows,
    int Total,
    int Page,
    int PageSize,
    IReadOnlyDictionary<MessageFilter, int> Counts,
    int DueNow,
    DateTime? OldestDueAtUtc,
    DateTime AtUtc
);

/// <summary>One message. What it says, and about whom, is not the administrator's to read.</summary>
/// <param name="Attempts">Oldest first, with the server's replies.</param>
/// <param name="CameBack">What a mail server further on said of one that did not arrive.</param>
/// <param name="CanRetry">Trying again now can help.</param>
public sealed record MessageRow(
    Guid Id,
    string Kind,
    string RecipientName,
    string Address,
    MessageState State,
    DateTime CreatedAtUtc,
    DateTime NotBeforeUtc,
    DateTime DeadlineUtc,
    DateTime? AcceptedAtUtc,
    IReadOnlyList<MessageAttemptView> Attempts,
    bool CanRetry,
    MessageChannel Channel,
    string? CameBack
);

public sealed record MessageAttemptView(
    int Number,
    DateTime BeganAtUtc,
    AttemptOutcome Outcome,
    DeliveryPhase? Phase,
    int? ReplyCode,
    string? Detail
);

internal sealed class ListMessagesHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListMessages, MessagePage>
{
    /// <summary>Pages further on than this are not reached by reading.</summary>
    private const int LastPage = 10_000;

    public async Task<MessagePage> Handle(ListMessages request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var states = await db
            .Messages.GroupBy(n => n.State)
            .Select(g => new { State = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var counts = Enum.GetValues<MessageFilter>()
            .ToDictionary(
                filter => filter,
                filter =>
                    states
                        .Where(s => filter == MessageFilter.All || StatesOf(filter).Contains(s.State))
                        .Sum(s => s.Count)
            );
        var due = db.Messages.Unsent().Where(n => n.NotBeforeUtc <= now);

        var (page, size) = (Math.Clamp(request.Page, 1, LastPage), Math.Clamp(request.PageSize, 1, 100));
        var matching = db.Messages.AsNoTracking();
        if (request.Filter != MessageFilter.All)
        {
            var wanted = StatesOf(request.Filter);
            matching = matching.Where(n => wanted.Contains(n.State));
        }

        var messages = await matching
            .OrderByDescending(n => n.CreatedAtUtc)
            .ThenByDescending(n => n.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        var ids = messages.Select(n => n.Id).ToList();
        var attempts = (
            await db
                .MessageAttempts.AsNoTracking()
                .Where(a => ids.Contains(a.MessageId))
                .OrderBy(a => a.Number)
                .ToListAsync(cancellationToken)
        ).ToLookup(
            a => a.MessageId,
            a => new MessageAttemptView(a.Number, a.BeganAtUtc, a.Outcome, a.Phase, a.ReplyCode, a.Detail)
        );

        var back = (
            await db
                .Bounces.AsNoTracking()
                .Where(b => ids.Contains(b.MessageId) && (b.Kind == BounceKind.GivenUp || b.Kind == BounceKind.Refused))
                .OrderBy(b => b.AtUtc)
                .ToListAsync(cancellationToken)
        ).ToLookup(b => b.MessageId, b => $"{b.Status} {b.Detail}".Trim());

        db.Audit(request.By, AuditActions.MessagesListed, now, detail: new MessageListDetail(request.Filter));
        await db.SaveChangesAsync(cancellationToken);
        return new MessagePage(
            [
                .. messages.Select(n => new MessageRow(
                    n.Id,
                    n.Kind,
                    n.RecipientName,
                    n.Address,
                    n.State,
                    n.CreatedAtUtc,
                    n.NotBeforeUtc,
                    n.DeadlineUtc,
                    n.AcceptedAtUtc,
                    [.. attempts[n.Id]],
                    RetryMessage.Allows(n.State),
                    n.Channel,
                    back[n.Id].LastOrDefault()
                )),
            ],
            counts[request.Filter],
            page,
            size,
            counts,
            await due.CountAsync(cancellationToken),
            await due.MinAsync(n => (DateTime?)n.NotBeforeUtc, cancellationToken),
            now
        );
    }

    private static MessageState[] StatesOf(MessageFilter filter) =>
        filter switch
        {
            MessageFilter.Waiting => [MessageState.Pending, MessageState.Sending],
            MessageFilter.Retrying => [MessageState.RetryWait],
            MessageFilter.Rejected => [MessageState.Rejected],
            MessageFilter.Expired => [MessageState.Expired],
            MessageFilter.Accepted => [MessageState.Accepted],
            MessageFilter.Cancelled => [MessageState.Cancelled],
            _ => Enum.GetValues<MessageState>(),
        };
}
