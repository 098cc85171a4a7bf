using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>
/// The address works again, or was refused by mistake: it is written to as before. A support contact stands where they
/// stood: one who had said yes is told again, one who had not yet answered is asked again.
/// </summary>
/// <returns>False when it is not refused (any more).</returns>
[AllowedTo(Roles.Administrator)]
public sealed record TryAddressAgain(Actor By, AddressOwner Owner, Guid Id) : IRequest<bool>, IActed;

internal sealed class TryAddressAgainHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<TryAddressAgain, bool>
{
    public async Task<bool> Handle(TryAddressAgain request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        Guid? participantId = null;
        if (request.Owner == AddressOwner.SupportContact)
        {
            if (
                await db.SupportContacts.SingleOrDefaultAsync(
                    c => c.Id == request.Id && c.State == SupportContactState.Unreachable,
                    cancellationToken
                )
                is not { } contact
            )
                return false;
            participantId = contact.ParticipantId;
            contact.ReachableAgain();
            if (contact.State == SupportContactState.Pending)
            {
                await messages.Write(
                    new NewMessage(
                        Nomination.Kind,
                        new Recipient(contact.Email, contact.Name, contact.Language, SupportContactId: contact.Id),
                        $"nomination-{contact.Id:N}/{contact.Version + 1}",
                        now,
                        now + Nomination.Lives
                    )
                    {
                        ParticipantId = contact.ParticipantId,
                    },
                    cancellationToken
                );
            }
        }
        else
        {
            if (
                await db.Users.SingleOrDefaultAsync(
                    a => a.Id == request.Id && a.AddressRefusedAtUtc != null,
                    cancellationToken
                )
                is not { } account
            )
                return false;
            account.AddressWorks();
        }

        db.Audit(
            request.By,
            AuditActions.AddressTriedAgain,
            now,
            participantId,
            detail: new TriedAddressDetail(request.Owner, request.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
