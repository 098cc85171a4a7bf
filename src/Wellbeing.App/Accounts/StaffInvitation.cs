using Wellbeing.App.Outbox;

namespace Wellbeing.App.Accounts;

/// <summary>To a colleague: a link to join by.</summary>
public sealed class StaffInvitation : MessageKind
{
    public const string Kind = nameof(StaffInvitation);

    public override string Title => "Invitation to a colleague";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(context.OneLink("StaffInvitation", LinkPurpose.StaffInvitation, "/SignIn/NewPassword"));
}
