using Microsoft.EntityFrameworkCore;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To a nominated person: who may welcome a call, and how to help. No rating, no diagnosis, no words of the participant.</summary>
internal static class FlagToSupportContact
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var participant = await context.Db.Participants.AsNoTracking().SingleAsync(p => p.Id == context.Notice.ParticipantId, cancellationToken);
        var text = context.Text;
        return new MailBody(
            text["FlagToSupportContact.Subject", participant.Name],
            context.Greeting,
            [
                text["FlagToSupportContact.Asked", participant.Name],
                .. participant.Phone is { } phone ? new string[] { text["FlagToSupportContact.Phone", participant.Name, phone] } : [],
                text["FlagToSupportContact.How"],
                text["FlagToSupportContact.Team"],
                text["FlagToSupportContact.Emergency", context.Numbers.Emergency.Number],
            ],
            [],
            [text["FlagToSupportContact.Why", participant.Name, context.Site.Name], text["FlagToSupportContact.Stop", participant.Name]]);
    }
}
