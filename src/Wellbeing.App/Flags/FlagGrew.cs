using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>To the nurse who has the flag: the person's last rating is higher than what it was raised for.</summary>
public sealed class FlagGrew : FlagMessage
{
    public const string Kind = nameof(FlagGrew);

    public override string Title => "Something new, to the nurse who has the flag";

    public override string InTimeline => "Told that there is something new:";

    public override string OnFlag(int recipients) => " (that there is something new)";

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        db.Flags.AnyAsync(
            f => f.Id == message.FlagId && f.State == FlagState.Acknowledged && f.AcknowledgedBy == message.AccountId,
            cancellationToken
        );

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, $"/Staff/Flags/{context.Message.FlagId:D}"));
}
