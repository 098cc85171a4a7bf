using System.Globalization;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To nurses and administrators, about their own work: the rota, a flag given to them, an outage, readiness.
/// Names nobody.</summary>
internal static class TeamNews
{
    public static MailBody Compose(MessageContext context, string path, params object[] values)
    {
        var (text, purpose) = (context.Text, context.Notice.Purpose);
        return new MailBody(
            text[$"{purpose}.Subject"],
            context.Greeting,
            [text[$"{purpose}.Body", values], text[$"{purpose}.Next"]],
            [(text[$"{purpose}.Open"], context.Site.Link(path))],
            [text["FlagToTeam.NoDetails"]]
        );
    }

    /// <summary>How many flags the first steps after the outage were late for.</summary>
    public static async Task<MailBody> Outage(MessageContext context, CancellationToken cancellationToken)
    {
        var waited = await Escalation.Outage.Flags(context.Db, context.Notice.CreatedAtUtc, cancellationToken);
        return Compose(context, "/Staff/Flags", waited.ToString(CultureInfo.CurrentCulture));
    }
}
