using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>
/// To administrators: a step reached nobody, or a whole ladder passed unanswered. It leads to where they can mend why;
/// the flag itself is the nurses'.
/// </summary>
internal static class LadderAlarm
{
    public static MailBody Compose(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text[$"LadderAlarm.Subject.{context.Message.Kind}"],
            context.Greeting,
            [text[$"LadderAlarm.{context.Message.Kind}"], text["LadderAlarm.Check"]],
            [(text["LadderAlarm.Open"], context.Site.Link("/Admin/Readiness"))],
            [text["FlagToTeam.NoDetails"]]
        );
    }
}
