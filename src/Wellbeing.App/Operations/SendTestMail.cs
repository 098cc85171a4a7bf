using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Puts a mail to the administrator themselves into the queue: it takes the very way of every other
/// mail.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record SendTestMail(Actor By) : IRequest<SendTestMailResult>, IActed
{
    /// <summary>So many an hour and administrator.</summary>
    public const int PerHour = 10;
}

public abstract record SendTestMailResult
{
    public sealed record Queued(Guid NoticeId) : SendTestMailResult;

    public sealed record TooMany : SendTestMailResult;
}

/// <summary>What became of the administrator's own test mails, newest first.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListTestMails(Actor By) : IRequest<IReadOnlyList<TestMail>>, IActed
{
    public const int Most = 3;
}

/// <param name="Attempts">Oldest first, with the mail server's replies.</param>
public sealed record TestMail(
    string Address,
    DateTime AtUtc,
    NoticeState State,
    IReadOnlyList<NoticeAttemptView> Attempts
);

internal sealed class TestMailHandler(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<SendTestMail, SendTestMailResult>,
        IRequestHandler<ListTestMails, IReadOnlyList<TestMail>>
{
    /// <summary>Whoever waits for it has gone home by then.</summary>
    private static readonly TimeSpan _lives = TimeSpan.FromHours(1);

    public async Task<SendTestMailResult> Handle(SendTestMail request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now.AddHours(-1);
        var sent = await db.AuditRecords.CountAsync(
            a => a.Action == AuditActions.MailTested && a.ActorId == request.By.UserId && a.AtUtc > since,
            cancellationToken
        );
        if (sent >= SendTestMail.PerHour)
            return new SendTestMailResult.TooMany();

        var account = await db.Users.AsNoTracking().SingleAsync(a => a.Id == request.By.UserId, cancellationToken);
        await notices.Write(
            new NewMessage(
                MailTest.Kind,
                account.ToRecipient(),
                $"test-{Guid.CreateVersion7(now):N}",
                now,
                now + _lives
            ),
            cancellationToken
        );
        db.Audit(request.By, AuditActions.MailTested, now);
        await db.SaveChangesAsync(cancellationToken);
        return new SendTestMailResult.Queued(db.Notices.Local.Single(n => n.Kind == MailTest.Kind).Id);
    }

    public async Task<IReadOnlyList<TestMail>> Handle(ListTestMails request, CancellationToken cancellationToken)
    {
        var mails = await db
            .Notices.AsNoTracking()
            .Where(n => n.Kind == MailTest.Kind && n.AccountId == request.By.UserId)
            .OrderByDescending(n => n.CreatedAtUtc)
            .ThenByDescending(n => n.Id)
            .Take(ListTestMails.Most)
            .ToListAsync(cancellationToken);
        var ids = mails.ConvertAll(n => n.Id);
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
        return [.. mails.Select(n => new TestMail(n.Address, n.CreatedAtUtc, n.State, [.. attempts[n.Id]]))];
    }
}
