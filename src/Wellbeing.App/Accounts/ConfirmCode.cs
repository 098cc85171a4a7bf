using Wellbeing.App.Outbox;

namespace Wellbeing.App.Accounts;

/// <summary>To somebody signed in: a code that shows it is still them.</summary>
public sealed class ConfirmCode : MessageKind
{
    public const string Kind = nameof(ConfirmCode);

    public override string Title => "Code to confirm who it is";

    public override int Priority => 0;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(
            new MailBody(
                context.Text["ConfirmCode.Subject", context.Site.Name],
                context.Greeting,
                [context.Text["ConfirmCode.Body", context.Secret!], context.Text["ConfirmCode.Time"]],
                [],
                [context.Text["ConfirmCode.NotYou"]]
            )
        );
}
