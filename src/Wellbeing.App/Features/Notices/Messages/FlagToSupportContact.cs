using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To a nominated person: who may welcome a call, and how to help. No rating, no diagnosis, no words of the participant.</summary>
internal static class FlagToSupportContact
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var participant = await context.Db.Participants.AsNoTracking().SingleAsync(p => p.Id == context.Notice.ParticipantId, cancellationToken);
        return Body(context.Text, context.Site.Name, context.Greeting, participant.Name, participant.Phone, context.Numbers.Emergency.Number);
    }

    /// <summary>Also what the participant is shown before they consent.</summary>
    public static MailBody Body(IStringLocalizer<MailText> text, string site, string greeting, string participant, string? phone, string emergency) => new(
        text["FlagToSupportContact.Subject", participant],
        greeting,
        [
            text["FlagToSupportContact.Asked", participant],
            .. phone is null ? [] : new string[] { text["FlagToSupportContact.Phone", participant, phone] },
            text["FlagToSupportContact.How"],
            text["FlagToSupportContact.Team"],
            text["FlagToSupportContact.Emergency", emergency],
        ],
        [],
        [text["FlagToSupportContact.Why", participant, site], text["FlagToSupportContact.Stop", participant]]);
}
