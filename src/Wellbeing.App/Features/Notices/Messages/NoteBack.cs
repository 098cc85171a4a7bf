namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To a participant: a nurse left a note on their page. It says neither what about nor what it says.</summary>
internal static class NoteBack
{
    public static MailBody Compose(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text["NoteBack.Subject", context.Site.Name],
            context.Greeting,
            [text["NoteBack.Body"], text["NoteBack.NoAnswer"]],
            [(text["NoteBack.Open"], context.Link("/Trend")), (text["NoteBack.Fewer"], context.StopLink!)],
            [
                text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
                .. context
                    .Numbers.Crisis.Take(1)
                    .Select(line => text["CheckInInvitation.Help", line.Name, line.Number].Value),
            ]
        );
    }
}
