using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>A support contact's address takes no mail: the contact is marked as not reachable. Where it turns out to be
/// about us, the mark is taken back.</summary>
internal sealed class MarkRefusedContact(WellbeingDb db)
    : INotificationHandler<AddressRefused>,
        INotificationHandler<RefusedForOurSake>
{
    public async Task Handle(RefusedForOurSake notification, CancellationToken cancellationToken)
    {
        var ids = notification.Messages.Select(n => n.SupportContactId).OfType<Guid>().ToList();
        var marked = await db
            .SupportContacts.Where(c => ids.Contains(c.Id) && c.State == SupportContactState.Unreachable)
            .ToListAsync(cancellationToken);
        foreach (var contact in marked)
        {
            contact.ReachableAgain();
            db.Audit(
                Actor.System,
                AuditActions.AddressTriedAgain,
                notification.NowUtc,
                contact.ParticipantId,
                detail: new TriedAddressDetail(AddressOwner.SupportContact, contact.Id)
            );
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task Handle(AddressRefused notification, CancellationToken cancellationToken)
    {
        var (message, _, now) = notification;
        if (message.SupportContactId is not { } contactId)
            return;
        var contact = await db.SupportContacts.SingleAsync(c => c.Id == contactId, cancellationToken);
        if (!string.Equals(contact.Email, message.Address, StringComparison.OrdinalIgnoreCase))
            return; // Corrected meanwhile.
        contact.AddressRefused();
        db.Audit(Actor.System, AuditActions.ContactUnreachable, now, contact.ParticipantId, message.FlagId);
        // Within the caller's transaction: who is told next is asked of the database.
        await db.SaveChangesAsync(cancellationToken);
    }
}
