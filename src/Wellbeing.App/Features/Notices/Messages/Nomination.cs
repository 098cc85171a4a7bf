using Microsoft.EntityFrameworkCore;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To somebody nominated as a support contact: would you? Nothing else is sent before they say yes.</summary>
internal static class Nomination
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var participant = await context.Db.Participants.AsNoTracking().SingleAsync(p => p.Id == context.Notice.ParticipantId, cancellationToken);
        var text = context.Text;
        return new MailBody(
            text["Nomination.Subject", participant.Name],
            context.Greeting,
            [text["Nomination.Asked", participant.Name, context.Site.Name], text["Nomination.Means"], text["Nomination.NotADuty"]],
            [(text["Nomination.Answer"], context.Site.Link($"/Contacts/Answer/{context.Secret}"))],
            [text["Nomination.Ignore"]]);
    }
}
