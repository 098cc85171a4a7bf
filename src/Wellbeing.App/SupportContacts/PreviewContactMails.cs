using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.SupportContacts;

/// <summary>Exactly what a support contact would be sent, so that consent is given to something seen.</summary>
[AllowedTo(Roles.Participant)]
public sealed record PreviewContactMails(Actor By, string ContactName, ContactScope Scope = ContactScope.Call)
    : IRequest<ContactMails>,
        IActed;

/// <param name="Question">Sent at once: would you?</param>
/// <param name="CallMayHelp">Sent on a hard day, after they said yes.</param>
public sealed record ContactMails(MailPreview Question, MailPreview CallMayHelp);

/// <param name="Lines">Greeting, paragraphs, labels of links, closing.</param>
public sealed record MailPreview(string Subject, IReadOnlyList<string> Lines);

internal sealed class PreviewContactMailsHandler(
    WellbeingDb db,
    IStringLocalizer<MailText> text,
    IOptions<SiteOptions> site,
    IOptionsSnapshot<SupportNumbersOptions> numbers,
    SiteInForce inForce
) : IRequestHandler<PreviewContactMails, ContactMails>
{
    public async Task<ContactMails> Handle(PreviewContactMails request, CancellationToken cancellationToken)
    {
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        string greeting = text["Greeting", request.ContactName];
        return new ContactMails(
            Preview(
                Nomination.Body(text, inForce.Name, greeting, participant.Name, site.Value.Link("/Contacts/Answer"))
            ),
            Preview(
                FlagToSupportContact.Body(
                    text,
                    inForce.Name,
                    greeting,
                    participant.Name,
                    request.Scope == ContactScope.CallAndPhone ? participant.Phone : null,
                    numbers.Value,
                    site.Value.Link("/Contacts/Call"),
                    site.Value.Link("/Contacts/Call"),
                    site.Value.Link("/Contacts/Stop")
                )
            )
        );
    }

    private static MailPreview Preview(MailBody body) =>
        new(body.Subject, [body.Greeting, .. body.Paragraphs, .. body.Actions.Select(a => a.Label), .. body.Closing]);
}
