using Wellbeing.App.Outbox;

namespace Wellbeing.App.Privacy;

/// <summary>To the old address: mails may go elsewhere soon.</summary>
public sealed class NewEmailTold : MessageKind
{
    public const string Kind = nameof(NewEmailTold);

    public override string Title => "News of a new address, to the old one";

    public override string InTimeline => "Email about a new address";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(
            new MailBody(
                context.Text["NewEmailTold.Subject", context.Site.Name],
                context.Greeting,
                [context.Text["NewEmailTold.Body"]],
                [(context.Text["NewEmailTold.Open"], context.Link("/Settings/Details"))],
                [context.Text["NewEmailTold.NotYou"]]
            )
        );
}
