using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;

namespace Wellbeing.App.Features.Accounts;

internal static class NewInvitation
{
    /// <summary>The key of its mail.</summary>
    public static string MailKey(this Invitation invitation) => NoticeWriter.KeyOf(invitation.Cause(), invitation.To(), NoticePurpose.ParticipantInvitation);

    /// <summary>Adds an invitation and its mail to the unit of work.</summary>
    public static async Task Invite(this WellbeingDb db, NoticeWriter notices, Actor by, Invitation invitation, CancellationToken cancellationToken)
    {
        var now = invitation.InvitedAtUtc;
        db.Invitations.Add(invitation);
        await notices.Write(
            NoticePurpose.ParticipantInvitation, invitation.To(), invitation.Cause(), priority: 2, now, notBeforeUtc: now, deadlineUtc: invitation.EndsAtUtc,
            link: new NoticeLink(LinkPurpose.Invitation, invitation.Id, invitation.EndsAtUtc), cancellationToken: cancellationToken);
        db.Audit(by, AuditActions.ParticipantInvited, now, detail: $"invitation={invitation.Id:D}");
    }

    private static string Cause(this Invitation invitation) => $"invitation-{invitation.Id:N}";

    private static Recipient To(this Invitation invitation) => new(invitation.Email, invitation.Name, invitation.Language);
}
