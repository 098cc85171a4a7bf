using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>To somebody who asked to take part by a leaflet's code.</summary>
public sealed class LeafletLink : MessageKind
{
    public const string Kind = nameof(LeafletLink);

    public override string Title => "Link for somebody with a leaflet";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        return new(
            new MailBody(
                text["LeafletLink.Subject", context.Site.Name],
                context.Greeting,
                [
                    text["LeafletLink.Asked"],
                    InvitationWords.Service(context),
                    text["ParticipantInvitation.Means"],
                    text["ParticipantInvitation.Next"],
                    text["ParticipantInvitation.Free"],
                ],
                [InvitationWords.Join(context)],
                [InvitationWords.Questions(context), text["LeafletLink.NotYou"], InvitationWords.NotWatched(context)]
            )
        );
    }
}
