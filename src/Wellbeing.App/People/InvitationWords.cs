using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>What invitations to take part have in common.</summary>
internal static class InvitationWords
{
    /// <summary>Of which organisation this is: a mail from nobody is thrown away.</summary>
    public static string Service(MessageContext context) =>
        context.Text["ParticipantInvitation.Service", context.Numbers.Foundation.Name];

    /// <summary>Whom to call before one decides.</summary>
    public static string Questions(MessageContext context) =>
        context.Text[
            "ParticipantInvitation.Questions",
            context.Numbers.Foundation.Name,
            context.Numbers.Foundation.Number
        ];

    /// <summary>The link to join by.</summary>
    public static (string Label, Uri Link) Join(MessageContext context) =>
        (
            context.Text["ParticipantInvitation.Open"],
            context.Link($"/Join/{context.LinkSecret(LinkPurpose.Invitation)}")
        );

    public static string NotWatched(MessageContext context) =>
        context.Text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number];
}
