using Wellbeing.App.Outbox;

namespace Wellbeing.App.Privacy;

/// <summary>To a new address: is it yours?</summary>
public sealed class NewEmailQuestion : MessageKind
{
    public const string Kind = nameof(NewEmailQuestion);

    public override string Title => "Question to a new address";

    public override string InTimeline => "Email about a new address";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(context.OneLink("NewEmailQuestion", LinkPurpose.NewEmail, "/NewEmail"));
}
