using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>The participant takes a nomination back; it takes effect before the next message leaves.</summary>
[AllowedTo(Roles.Participant)]
public sealed record WithdrawContact(Actor By, Guid ContactId) : IRequest<bool>, IActed;

internal sealed class WithdrawContactHandler(WellbeingDb db, Ladder ladder, TimeProvider clock)
    : IRequestHandler<WithdrawContact, bool>
{
    public async Task<bool> Handle(WithdrawContact request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var contact = await db.SupportContacts.SingleOrDefaultAsync(
            c => c.Id == request.ContactId && c.ParticipantId == request.By.ParticipantId,
            cancellationToken
        );
        if (contact is null)
            return false;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var countingOn = await ladder.CountingOn(contact, cancellationToken);
        contact.Withdraw();
        db.Audit(
            request.By,
            AuditActions.ContactWithdrawn,
            now,
            contact.ParticipantId,
            detail: new ContactDetail(contact.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsentTo(contact.Id, cancellationToken);
        // Where they had been counted on, the next one is told now.
        if (countingOn is not null)
            await ladder.TellContacts(countingOn, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }
}
