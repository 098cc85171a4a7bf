using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>Moves a contact one place up or down in the order they are told.</summary>
[AllowedTo(Roles.Participant)]
public sealed record MoveContact(Actor By, Guid ContactId, bool Up) : IRequest<bool>, IActed;

internal sealed class MoveContactHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<MoveContact, bool>
{
    public async Task<bool> Handle(MoveContact request, CancellationToken cancellationToken)
    {
        var contacts = await db
            .SupportContacts.NotWithdrawn()
            .Where(c => c.ParticipantId == request.By.ParticipantId)
            .OrderBy(c => c.Order)
            .ThenBy(c => c.NominatedAtUtc)
            .ToListAsync(cancellationToken);
        var from = contacts.FindIndex(c => c.Id == request.ContactId);
        var to = from + (request.Up ? -1 : 1);
        if (from < 0 || to < 0 || to >= contacts.Count)
            return false;
        (contacts[from], contacts[to]) = (contacts[to], contacts[from]);
        for (var i = 0; i < contacts.Count; i++)
            contacts[i].Order = i + 1;
        db.Audit(request.By, AuditActions.ContactsOrdered, clock.GetUtcNow().UtcDateTime, request.By.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
