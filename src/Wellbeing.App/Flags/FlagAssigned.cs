using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>To the nurse a flag was given to: whose it is until they acknowledge it, and by when.</summary>
public sealed class FlagAssigned : FlagMessage
{
    public const string Kind = nameof(FlagAssigned);

    public override string Title => "A flag, to the nurse it was given to";

    public override string InTimeline => "Told that the flag is theirs:";

    public override string OnFlag(int recipients) => " (that it is theirs)";

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        db
            .Flags.Unresolved()
            .AnyAsync(f => f.Id == message.FlagId && f.AssignedTo == message.AccountId, cancellationToken);

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var flag = await context
            .Db.Flags.AsNoTracking()
            .SingleAsync(f => f.Id == context.Message.FlagId, cancellationToken);
        var text = context.Text;
        var held = flag.State == FlagState.Acknowledged;
        return new MailBody(
            text["FlagAssigned.Subject"],
            context.Greeting,
            [
                text["FlagAssigned.Body"],
                .. held
                    ? []
                    : await FlagToTeam.ByWhen(
                        context,
                        flag,
                        await context.Db.LastPromise(flag, cancellationToken),
                        cancellationToken
                    ),
                text[held ? "FlagAssigned.Next.Held" : "FlagAssigned.Next"],
            ],
            [(text["FlagAssigned.Open"], context.Site.Link($"/Staff/Flags/{flag.Id:D}"))],
            [text["FlagToTeam.NoDetails"]]
        );
    }
}
