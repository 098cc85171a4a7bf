using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>What the nominated person sees behind their link, or null when the link is used up, expired or wrong.
/// Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetNomination(Actor By, string Secret) : IRequest<NominationView?>, IActed;

/// <param name="Hours">When mails that can wait may reach them, as it stands.</param>
public sealed record NominationView(string ContactName, string ParticipantName, ContactHours Hours);

internal sealed class GetNominationHandler(WellbeingDb db, NominationLinks nominationLinks)
    : IRequestHandler<GetNomination, NominationView?>
{
    public async Task<NominationView?> Handle(GetNomination request, CancellationToken cancellationToken)
    {
        if (await nominationLinks.Find(request.Secret, cancellationToken) is not { Contact: var contact })
            return null;
        var person = await db
            .Participants.Where(p => p.Id == contact.ParticipantId)
            .Select(p => new { p.Name, p.TimeZone })
            .SingleAsync(cancellationToken);
        return new NominationView(contact.Name, person.Name, contact.Hours(person.TimeZone));
    }
}
