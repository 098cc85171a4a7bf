namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To administrators: the mail server keeps hanging up before it answers.</summary>
internal static class DeliveryAlarm
{
    public static MailBody Compose(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text["DeliveryAlarm.Subject"],
            context.Greeting,
            [text["DeliveryAlarm.What"], text["DeliveryAlarm.Check"]],
            [(text["DeliveryAlarm.Open"], context.Site.Link("/Admin/Messages"))],
            [text["FlagToTeam.NoDetails"]]
        );
    }
}
