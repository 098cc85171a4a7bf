using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>A support contact who calls our mail spam gets no more of it, as if they had asked for that.</summary>
internal sealed class StopAfterComplaint(WellbeingDb db, ContactPasses passes)
    : INotificationHandler<MessageComplainedOf>
{
    public async Task Handle(MessageComplainedOf notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        if (
            message.SupportContactId is { } id
            && await db.SupportContacts.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } contact
            && contact.State is not (SupportContactState.Withdrawn or SupportContactState.Declined)
            && string.Equals(contact.Email, message.Address, StringComparison.OrdinalIgnoreCase) // Corrected meanwhile.
        )
            await passes.Stop(Actor.System, contact, now, cancellationToken);
    }
}
