using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Mails somebody who is signed in a code, to show that it is still them.</summary>
/// <param name="Code">As Identity made it; it is checked there, too.</param>
[AllowedTo(Roles.Participant | Roles.Nurse | Roles.Administrator)]
public sealed record MailConfirmCode(Actor By, string Code) : IRequest<MailCodeResult>, IActed;

public enum MailCodeResult
{
    Sent,

    /// <summary>Several were sent of late.</summary>
    Enough,
}

internal sealed class MailConfirmCodeHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<MailConfirmCode, MailCodeResult>
{
    private static readonly TimeSpan _lives = TimeSpan.FromMinutes(15);

    private const int MostAtOnce = 3;

    public async Task<MailCodeResult> Handle(MailConfirmCode request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.Id == request.By.UserId, cancellationToken);
        var since = now - _lives;
        if (
            await db.Messages.CountAsync(
                n => n.AccountId == account.Id && n.Kind == ConfirmCode.Kind && n.CreatedAtUtc > since,
                cancellationToken
            ) >= MostAtOnce
        )
            return MailCodeResult.Enough;

        var person = await db
            .Participants.AsNoTracking()
            .Where(p => p.AccountId == account.Id)
            .Select(p => new { p.Language, p.PreferredName })
            .FirstOrDefaultAsync(cancellationToken);
        await messages.Write(
            new NewMessage(
                ConfirmCode.Kind,
                new Recipient(
                    account.Email!,
                    person?.PreferredName ?? account.DisplayName,
                    person?.Language ?? "en",
                    AccountId: account.Id
                ),
                $"confirm-{Guid.CreateVersion7(now):N}",
                now,
                now + _lives
            )
            {
                Secret = request.Code,
            },
            cancellationToken
        );
        db.Audit(request.By, AuditActions.ConfirmCodeAsked, now, request.By.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return MailCodeResult.Sent;
    }
}
