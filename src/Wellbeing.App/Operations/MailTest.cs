using Wellbeing.App.Outbox;

namespace Wellbeing.App.Operations;

/// <summary>To an administrator who tries the mail settings out.</summary>
public sealed class MailTest : MessageKind
{
    public const string Kind = nameof(MailTest);

    public override string Title => "Test of the mail settings";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(
            new MailBody(
                context.Text["TestMail.Subject", context.Site.Name],
                context.Greeting,
                [context.Text["TestMail.What"], context.Text["TestMail.Code", TestMailCode.Of(context.Message.Id)]],
                [(context.Text["TestMail.Open"], context.Site.Link("/Admin/Mail"))],
                []
            )
        );
}
