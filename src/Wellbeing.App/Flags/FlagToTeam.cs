using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>To nurses and the team's mailbox: how soon, and where. Who and why stand behind the sign-in. To
/// administrators: that it waits, and where to mend it.</summary>
public sealed class FlagToTeam : FlagMessage
{
    public const string Kind = nameof(FlagToTeam);

    public override string Title => "A flag, to the team";

    public override string InTimeline => "Told of the flag:";

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => db.Flags.Open().AnyAsync(f => f.Id == message.FlagId, cancellationToken);

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var flag = await context
            .Db.Flags.AsNoTracking()
            .SingleAsync(f => f.Id == context.Message.FlagId, cancellationToken);
        var text = context.Text;
        // Administrators are not the team (docs/decisions/0007): they see who can be reached, not the person.
        var mayOpen =
            context.Message.AccountId is not { } account
            || await context.Db.EnabledIn(Roles.Nurse).AnyAsync(a => a.Id == account, cancellationToken);
        var due = await context.Db.LastPromise(flag, cancellationToken);
        return new MailBody(
            text[$"FlagToTeam.Subject.{flag.Severity}"],
            context.Greeting,
            mayOpen
                ?
                [
                    text["FlagToTeam.Someone"],
                    .. await ByWhen(context, flag, due, cancellationToken),
                    text["FlagToTeam.LadderGoesOn"],
                ]
                :
                [
                    text["FlagToTeam.Waits"],
                    text[$"FlagToTeam.Waits.{Pressing(context, flag, due)}", context.TeamTime(due)],
                    text["LadderAlarm.Check"],
                ],
            [
                mayOpen
                    ? (text["FlagToTeam.Open"], context.Site.Link($"/Staff/Flags/{flag.Id:D}"))
                    : (text["LadderAlarm.Open"], context.Site.Link("/Admin/Readiness")),
            ],
            [text["FlagToTeam.NoDetails"]]
        );
    }

    internal override async Task<WebhookEvent> ComposeWebhook(
        WellbeingDb db,
        Message message,
        CancellationToken cancellationToken
    )
    {
        var severity = await db
            .Flags.Where(f => f.Id == message.FlagId)
            .Select(f => f.Severity)
            .SingleAsync(cancellationToken);
        return new WebhookEvent(
            "flag.needs-answer",
            severity switch
            {
                Severity.Urgent => "now",
                Severity.Soon => "soon",
                _ => "routine",
            },
            $"/Staff/Flags/{message.FlagId:D}"
        );
    }

    /// <summary>By when; and where that has passed and there is something new, by when that is answered: an old date
    /// says nothing of what was said a minute ago.</summary>
    internal static async Task<IReadOnlyList<string>> ByWhen(
        MessageContext context,
        Flag flag,
        DateTime due,
        CancellationToken cancellationToken
    )
    {
        var newest = await context
            .Db.FlagFindings.Where(f =>
                f.FlagId == flag.Id && f.FoundAtUtc > flag.RespondByUtc && f.FoundAtUtc <= context.Message.CreatedAtUtc
            )
            .MaxAsync(f => (DateTime?)f.FoundAtUtc, cancellationToken);
        var byWhen = context.Text[$"FlagToTeam.RespondBy.{Pressing(context, flag, due)}", context.TeamTime(due)].Value;
        return newest is { } at ? [context.Text["FlagToTeam.New", context.TeamTime(at)], byWhen] : [byWhen];
    }

    // An urgent flag may be promised for the morning: who reads of it at night is not told to wait for that.
    private static string Pressing(MessageContext context, Flag flag, DateTime due) =>
        context.Message.CreatedAtUtc > due ? "Late"
        : flag.Severity == Severity.Urgent ? "Urgent"
        : "Until";
}
