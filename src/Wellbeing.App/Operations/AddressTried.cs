using Wellbeing.App.Outbox;

namespace Wellbeing.App.Operations;

/// <summary>To a colleague whose address refuses our mail: once a day, to learn whether it works again.</summary>
public sealed class AddressTried : MessageKind
{
    public const string Kind = nameof(AddressTried);

    public override string Title => "Try of an address that was refused";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, "/Staff"));
}
