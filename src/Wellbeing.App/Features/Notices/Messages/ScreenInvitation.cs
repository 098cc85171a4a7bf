namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To a participant: a nurse has a few questions. It says nothing of why.</summary>
internal static class ScreenInvitation
{
    public static MailBody Compose(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text["ScreenInvitation.Subject", context.Site.Name],
            context.Greeting,
            [text["ScreenInvitation.Body"], text["ScreenInvitation.Choice"]],
            [(text["ScreenInvitation.Open"], context.Link("/Questions"))],
            [
                text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
                .. context
                    .Numbers.Crisis.Take(1)
                    .Select(line => text["CheckInInvitation.Help", line.Name, line.Number].Value),
            ]
        );
    }
}
