using Wellbeing.App.Outbox;

namespace Wellbeing.App.Operations;

/// <summary>To administrators: again and again nobody knows whether a message arrived.</summary>
public sealed class DeliveryUncertain : MessageKind
{
    public const string Kind = nameof(DeliveryUncertain);

    public override string Title => "Alarm: a message may not have arrived";

    public override string OnFlag(int recipients) => " (alarm: an email may not have arrived)";

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(
            new MailBody(
                context.Text["DeliveryAlarm.Subject"],
                context.Greeting,
                [context.Text["DeliveryAlarm.What"], context.Text["DeliveryAlarm.Check"]],
                [(context.Text["DeliveryAlarm.Open"], context.Site.Link("/Admin/Messages"))],
                [context.Text["FlagToTeam.NoDetails"]]
            )
        );
}
