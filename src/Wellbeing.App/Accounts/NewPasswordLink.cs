using Wellbeing.App.Outbox;

namespace Wellbeing.App.Accounts;

/// <summary>To somebody who asked: a link to choose a password by.</summary>
public sealed class NewPasswordLink : MessageKind
{
    public const string Kind = nameof(NewPasswordLink);

    public override string Title => "Link to choose a password";

    public override string InTimeline => "Link to choose a password";

    public override int Priority => 0;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(context.OneLink("NewPasswordLink", LinkPurpose.NewPassword, "/SignIn/NewPassword"));
}
