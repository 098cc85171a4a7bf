namespace Wellbeing.App.Outbox;

/// <summary>To nurses and administrators, about their own work. Names nobody.</summary>
internal static class TeamNews
{
    /// <summary>Subject, sentence, what comes next and link are the kind's own texts.</summary>
    public static MailBody Compose(MessageContext context, string path, params object[] values)
    {
        var (text, kind) = (context.Text, context.Message.Kind);
        return new MailBody(
            text[$"{kind}.Subject"],
            context.Greeting,
            [text[$"{kind}.Body", values], text[$"{kind}.Next"]],
            [(text[$"{kind}.Open"], context.Site.Link(path))],
            [text["FlagToTeam.NoDetails"]]
        );
    }
}
