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
    public sealed record Queued(Guid MessageId) : SendTestMailResult;

    public sealed record TooMany : SendTestMailResult;
}

internal sealed class SendTestMailHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<SendTestMail, SendTestMailResult>
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
        await messages.Write(
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
        return new SendTestMailResult.Queued(db.Messages.Local.Single(n => n.Kind == MailTest.Kind).Id);
    }
}
