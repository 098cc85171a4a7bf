using Wellbeing.App.Outbox;

namespace Wellbeing.App.Accounts;

/// <summary>To somebody who asked: a link to sign in by.</summary>
public sealed class SignInLink : MessageKind
{
    public const string Kind = nameof(SignInLink);

    public override string Title => "Link to sign in";

    public override string InTimeline => "Link to sign in";

    public override int Priority => 0;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(context.OneLink("SignInLink", LinkPurpose.SignIn, "/SignIn/Mail"));
}
