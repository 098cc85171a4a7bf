using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>To nurses and the team's mailbox: how soon, and where. Who and why stand behind the sign-in. To administrators: that it waits, and where to mend it.</summary>
internal static class FlagToTeam
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var flag = await context.Db.Flags.AsNoTracking().SingleAsync(f => f.Id == context.Notice.FlagId, cancellationToken);
        var text = context.Text;
        // Administrators are not the team (docs/decisions/0007): they see who can be reached, not the person.
        var mayOpen = context.Notice.AccountId is not { } account || await context.Db.EnabledIn(Roles.Nurse).AnyAsync(a => a.Id == account, cancellationToken);
        return new MailBody(
            text[$"FlagToTeam.Subject.{flag.Severity}"],
            context.Greeting,
            [text[mayOpen ? "FlagToTeam.Someone" : "FlagToTeam.Waits"], text[context.Notice.CreatedAtUtc > flag.RespondByUtc ? "FlagToTeam.Late" : "FlagToTeam.RespondBy", context.TeamTime(flag.RespondByUtc)], text[mayOpen ? "FlagToTeam.LadderGoesOn" : "LadderAlarm.Check"]],
            [mayOpen ? (text["FlagToTeam.Open"], context.Site.Link($"/Staff/Flags/{flag.Id:D}")) : (text["LadderAlarm.Open"], context.Site.Link("/Admin/Readiness"))],
            [text["FlagToTeam.NoDetails"]]);
    }
}
