using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Which messages.</summary>
public enum NoticeFilter
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
public sealed record ListNotices(Actor By, NoticeFilter Filter = NoticeFilter.All, int Page = 1, int PageSize = 25)
    : IRequest<NoticePage>,
        IActed;

/// <param name="Counts">How many messages each filter has.</param>
/// <param name="DueNow">Messages whose time has come: the length of the queue.</param>
/// <param name="OldestDueAtUtc">Since when the longest waiting of them should have left.</param>
public sealed record NoticePage(
    IReadOnlyList<NoticeRow> Rows,
    int Total,
    int Page,
    int PageSize,
    IReadOnlyDictionary<NoticeFilter, int> Counts,
    int DueNow,
    DateTime? OldestDueAtUtc,
    DateTime AtUtc
);

/// <summary>One message. What it says, and about whom, is not the administrator's to read.</summary>
/// <param name="Attempts">Oldest first, with the server's replies.</param>
/// <param name="CameBack">What a mail server further on said of one that did not arrive.</param>
/// <param name="CanRetry">Trying again now can help.</param>
public sealed record NoticeRow(
    Guid Id,
    string Kind,
    string RecipientName,
    string Address,
    NoticeState State,
    DateTime CreatedAtUtc,
    DateTime NotBeforeUtc,
    DateTime DeadlineUtc,
    DateTime? AcceptedAtUtc,
    IReadOnlyList<NoticeAttemptView> Attempts,
    bool CanRetry,
    NoticeChannel Channel,
    string? CameBack
);

public sealed record NoticeAttemptView(
    int Number,
    DateTime BeganAtUtc,
    AttemptOutcome Outcome,
    string? Phase,
    int? ReplyCode,
    string? Detail
);

internal sealed class ListNoticesHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ListNotices, NoticePage>
{
    /// <summary>Pages further on than this are not reached by reading.</summary>
    private const int LastPage = 10_000;

    public async Task<NoticePage> Handle(ListNotices request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var states = await db
            .Notices.GroupBy(n => n.State)
            .Select(g => new { State = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var counts = Enum.GetValues<NoticeFilter>()
            .ToDictionary(
                filter => filter,
                filter =>
                    states
                        .Where(s => filter == NoticeFilter.All || StatesOf(filter).Contains(s.State))
                        .Sum(s => s.Count)
            );
        var due = db.Notices.Where(n =>
            (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait) && n.NotBeforeUtc <= now
        );

        var (page, size) = (Math.Clamp(request.Page, 1, LastPage), Math.Clamp(request.PageSize, 1, 100));
        var matching = db.Notices.AsNoTracking();
        if (request.Filter != NoticeFilter.All)
        {
            var wanted = StatesOf(request.Filter);
            matching = matching.Where(n => wanted.Contains(n.State));
        }

        var notices = await matching
            .OrderByDescending(n => n.CreatedAtUtc)
            .ThenByDescending(n => n.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        var ids = notices.Select(n => n.Id).ToList();
        var attempts = (
            await db
                .NoticeAttempts.AsNoTracking()
                .Where(a => ids.Contains(a.NoticeId))
                .OrderBy(a => a.Number)
                .ToListAsync(cancellationToken)
        ).ToLookup(
            a => a.NoticeId,
            a => new NoticeAttemptView(a.Number, a.BeganAtUtc, a.Outcome, a.Phase, a.ReplyCode, a.Detail)
        );

        var back = (
            await db
                .Bounces.AsNoTracking()
                .Where(b => ids.Contains(b.NoticeId) && b.Kind != BounceKind.Delayed)
                .OrderBy(b => b.AtUtc)
                .ToListAsync(cancellationToken)
        ).ToLookup(b => b.NoticeId, b => $"{b.Status} {b.Detail}".Trim());

        db.Audit(request.By, AuditActions.NoticesListed, now, detail: $"filter={request.Filter}");
        await db.SaveChangesAsync(cancellationToken);
        return new NoticePage(
            [
                .. notices.Select(n => new NoticeRow(
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
                    RetryNotice.Allows(n.State),
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

    private static NoticeState[] StatesOf(NoticeFilter filter) =>
        filter switch
        {
            NoticeFilter.Waiting => [NoticeState.Pending, NoticeState.Sending],
            NoticeFilter.Retrying => [NoticeState.RetryWait],
            NoticeFilter.Rejected => [NoticeState.Rejected],
            NoticeFilter.Expired => [NoticeState.Expired],
            NoticeFilter.Accepted => [NoticeState.Accepted],
            NoticeFilter.Cancelled => [NoticeState.Cancelled],
            _ => Enum.GetValues<NoticeState>(),
        };
}
