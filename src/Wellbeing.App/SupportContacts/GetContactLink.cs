using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>What a support contact sees behind a link of their mail; null when it is used up, expired or wrong. Changes
/// nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetContactLink(Actor By, string Secret) : IRequest<ContactLinkView?>, IActed;

/// <param name="Hours">When mails that can wait may reach them, as it stands.</param>
public sealed record ContactLinkView(
    LinkPurpose Purpose,
    string ContactName,
    string ParticipantName,
    ContactHours Hours
);

internal sealed class GetContactLinkHandler(WellbeingDb db, ContactLinks contactLinks)
    : IRequestHandler<GetContactLink, ContactLinkView?>
{
    public async Task<ContactLinkView?> Handle(GetContactLink request, CancellationToken cancellationToken)
    {
        if (
            await contactLinks.Find(request.Secret, cancellationToken) is not { Token: var token, Contact: var contact }
        )
            return null;
        var person = await db
            .Participants.Where(p => p.Id == contact.ParticipantId)
            .Select(p => new { p.Name, p.TimeZone })
            .SingleAsync(cancellationToken);
        return new ContactLinkView(token.Purpose, contact.Name, person.Name, contact.Hours(person.TimeZone));
    }
}
