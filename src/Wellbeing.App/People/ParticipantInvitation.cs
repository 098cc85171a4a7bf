using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Outbox;
using Wellbeing.App.Team;

namespace Wellbeing.App.People;

/// <summary>To somebody who is invited to take part: who asks, what it means, what happens next.</summary>
public sealed class ParticipantInvitation : MessageKind
{
    public const string Kind = nameof(ParticipantInvitation);

    public override string Title => "Invitation to take part";

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        var asked = await ReadingPromises.ReadsEveryCheckIn(context.Db, cancellationToken)
            ? "ParticipantInvitation.Asked"
            : "ParticipantInvitation.Asked.Needed";
        return new MailBody(
            text["ParticipantInvitation.Subject", context.Site.Name],
            context.Greeting,
            [
                await Asks(context, cancellationToken),
                text[asked, context.Site.Name],
                text["ParticipantInvitation.Means"],
                text["ParticipantInvitation.Next"],
                text["ParticipantInvitation.Free"],
            ],
            [InvitationWords.Join(context)],
            [
                InvitationWords.Questions(context),
                text["ParticipantInvitation.Ignore"],
                InvitationWords.NotWatched(context),
            ]
        );
    }

    /// <summary>Who invites: the nurse by name, where it is one, or the team.</summary>
    private static async Task<string> Asks(MessageContext context, CancellationToken cancellationToken)
    {
        var link = await context.Db.FindLink(
            LinkPurpose.Invitation,
            context.LinkSecret(LinkPurpose.Invitation),
            cancellationToken
        );
        var invitation = link is null
            ? null
            : await context
                .Db.Invitations.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == link.SubjectId, cancellationToken);
        if (invitation is null)
            return InvitationWords.Service(context);
        var by = await context.Db.InviterOf(invitation, cancellationToken);
        return by is { Kind: InviterKind.Nurse, Name: { } nurse }
                ? context.Text["ParticipantInvitation.By", nurse, context.Numbers.Foundation.Name]
            : by.Kind == InviterKind.Team ? context.Text["ParticipantInvitation.Team", context.Numbers.Foundation.Name]
            : InvitationWords.Service(context);
    }
}
