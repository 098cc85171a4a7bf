namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To a participant: a check-in is due, or still open. The subject could be about anything.</summary>
internal static class CheckInInvitation
{
    public static MailBody Compose(MessageContext context, bool reminder)
    {
        var text = context.Text;
        return new MailBody(
            text[reminder ? "CheckInReminder.Subject" : "CheckInInvitation.Subject", context.Site.Name],
            context.Greeting,
            [text[reminder ? "CheckInReminder.Body" : "CheckInInvitation.Body"], text["CheckInInvitation.Skip"]],
            [(text["CheckInInvitation.Open"], context.Site.Link("/CheckIn"))],
            [text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
                .. context.Numbers.Crisis.Take(1).Select(line => text["CheckInInvitation.Help", line.Name, line.Number].Value), text["CheckInInvitation.Stop"]]);
    }
}
