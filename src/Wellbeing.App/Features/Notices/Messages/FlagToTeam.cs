using Microsoft.EntityFrameworkCore;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To nurses and the team's mailbox: how soon, and where. Who and why stand behind the sign-in.</summary>
internal static class FlagToTeam
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var flag = await context.Db.Flags.AsNoTracking().SingleAsync(f => f.Id == context.Notice.FlagId, cancellationToken);
        var text = context.Text;
        return new MailBody(
            text[$"FlagToTeam.Subject.{flag.Severity}"],
            context.Greeting,
            [text["FlagToTeam.Someone"], text["FlagToTeam.RespondBy", context.TeamTime(flag.RespondByUtc)], text["FlagToTeam.LadderGoesOn"]],
            [(text["FlagToTeam.Open"], context.Site.Link($"/Staff/Flags/{flag.Id:D}"))],
            [text["FlagToTeam.NoDetails"]]);
    }
}
