using Wellbeing.App.Domain;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To a participant: a check-in is due, or still open. The subject could be about anything.</summary>
internal static class CheckInInvitation
{
    /// <summary>They asked for another link to the check-in that is open.</summary>
    public static MailBody LinkAgain(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text["CheckInLinkAgain.Subject", context.Site.Name],
            context.Greeting,
            [text["CheckInLinkAgain.Body"], text["CheckInInvitation.OneTap"]],
            [(text["CheckInInvitation.Open"], Door(context))],
            [text["CheckInLinkAgain.NotYou"], text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number]]
        );
    }

    /// <summary>The one-tap link; the page that asks to sign in where there is none.</summary>
    private static Uri Door(MessageContext context) =>
        context.Link(context.Secret is null ? "/CheckIn" : $"/CheckIn/Link/{context.LinkSecret(LinkPurpose.CheckIn)}");

    public static MailBody Compose(MessageContext context, bool reminder)
    {
        var text = context.Text;
        return new MailBody(
            text[reminder ? "CheckInReminder.Subject" : "CheckInInvitation.Subject", context.Site.Name],
            context.Greeting,
            [
                text[reminder ? "CheckInReminder.Body" : "CheckInInvitation.Body"],
                text["CheckInInvitation.Skip"],
                text["CheckInInvitation.OneTap"],
            ],
            [(text["CheckInInvitation.Open"], Door(context)), (text["CheckInInvitation.Fewer"], context.StopLink!)],
            [
                text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
                .. context
                    .Numbers.Crisis.Take(1)
                    .Select(line => text["CheckInInvitation.Help", line.Name, line.Number].Value),
                text["CheckInInvitation.Stop"],
            ]
        );
    }
}
