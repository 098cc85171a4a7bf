using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>An account's address takes no mail: it is marked, and nothing more is sent there. Where it turns out to be
/// about us, the mark is taken back.</summary>
internal sealed class MarkRefusedAddress(WellbeingDb db)
    : INotificationHandler<AddressRefused>,
        INotificationHandler<RefusedForOurSake>
{
    public async Task Handle(RefusedForOurSake notification, CancellationToken cancellationToken)
    {
        var since = notification.GivenUpSinceUtc;
        var ids = notification.Messages.Select(n => n.AccountId).OfType<Guid>().ToList();
        var marked = await db
            .Users.Where(a => ids.Contains(a.Id) && a.AddressRefusedAtUtc > since)
            .ToListAsync(cancellationToken);
        foreach (var account in marked)
        {
            account.AddressWorks();
            db.Audit(
                Actor.System,
                AuditActions.AddressTriedAgain,
                notification.NowUtc,
                detail: new TriedAddressDetail(AddressOwner.Staff, account.Id)
            );
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task Handle(AddressRefused notification, CancellationToken cancellationToken)
    {
        var (message, detail, now) = notification;
        if (
            message is not { SupportContactId: null, AccountId: { } accountId }
            || await db.Users.SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken)
                is not { AddressRefusedAtUtc: null } account
            || !string.Equals(account.Email, message.Address, StringComparison.OrdinalIgnoreCase) // Corrected meanwhile.
        )
            return;
        account.AddressRefusedAtUtc = now;
        account.AddressRefusal = detail.Length <= 300 ? detail : detail[..300];
        db.Audit(
            Actor.System,
            AuditActions.AddressRefused,
            now,
            message.ParticipantId,
            message.FlagId,
            new AccountDetail(accountId)
        );
        // Within the caller's transaction: who is told next is asked of the database.
        await db.SaveChangesAsync(cancellationToken);
    }
}
