using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;

namespace Wellbeing.App.Features.Accounts;

internal static class NewInvitation
{
    /// <summary>Adds an invitation and its mail to the unit of work.</summary>
    public static async Task Invite(this WellbeingDb db, NoticeWriter notices, Actor by, Invitation invitation, CancellationToken cancellationToken)
    {
        var now = invitation.InvitedAtUtc;
        db.Invitations.Add(invitation);
        await notices.Write(
            NoticePurpose.ParticipantInvitation, new Recipient(invitation.Email, invitation.Name, invitation.Language),
            $"invitation-{invitation.Id:N}", priority: 2, now, notBeforeUtc: now, deadlineUtc: now + Invitation.Lives,
            link: new NoticeLink(LinkPurpose.Invitation, invitation.Id, now + Invitation.Lives), cancellationToken: cancellationToken);
        db.Audit(by, AuditActions.ParticipantInvited, now, detail: $"invitation={invitation.Id:D}");
    }
}
