using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To somebody nominated as a support contact: would you? Nothing else is sent before they say yes.</summary>
internal static class Nomination
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var participant = await context
            .Db.Participants.AsNoTracking()
            .SingleAsync(p => p.Id == context.Notice.ParticipantId, cancellationToken);
        return Body(
            context.Text,
            context.Site.Name,
            context.Greeting,
            participant.Name,
            context.Link($"/Contacts/Answer/{context.LinkSecret(LinkPurpose.AnswerNomination)}")
        );
    }

    /// <summary>Also what the participant is shown before they nominate.</summary>
    public static MailBody Body(
        IStringLocalizer<MailText> text,
        string site,
        string greeting,
        string participant,
        Uri answer
    ) =>
        new(
            text["Nomination.Subject", participant],
            greeting,
            [text["Nomination.Asked", participant, site], text["Nomination.Means"], text["Nomination.NotADuty"]],
            [(text["Nomination.Answer"], answer)],
            [text["Nomination.Ignore"]]
        );
}
