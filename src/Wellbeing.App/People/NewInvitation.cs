using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

internal static class NewInvitation
{
    /// <summary>The key of its mail.</summary>
    public static string MailKey(this Invitation invitation) =>
        MessageWriter.KeyOf(invitation.Cause(), invitation.To(), ParticipantInvitation.Kind);

    /// <summary>Adds an invitation and its mail to the unit of work.</summary>
    public static async Task Invite(
        this WellbeingDb db,
        MessageWriter messages,
        Actor by,
        Invitation invitation,
        CancellationToken cancellationToken
    )
    {
        var now = invitation.InvitedAtUtc;
        db.Invitations.Add(invitation);
        await messages.Write(
            new NewMessage(ParticipantInvitation.Kind, invitation.To(), invitation.Cause(), now, invitation.EndsAtUtc)
            {
                Link = new MessageLink(LinkPurpose.Invitation, invitation.Id, invitation.EndsAtUtc),
            },
            cancellationToken
        );
        db.Audit(by, AuditActions.ParticipantInvited, now, detail: new InvitationDetail(invitation.Id));
    }

    /// <summary>Those whose links work still and that nobody has answered.</summary>
    public static IQueryable<Invitation> WaitingInvitations(this WellbeingDb db, DateTime nowUtc)
    {
        var since = nowUtc - Invitation.Lives;
        return db.Invitations.Where(i => i.AcceptedAtUtc == null && i.InvitedAtUtc > since);
    }

    /// <summary>The addresses of these, told apart without regard to case.</summary>
    public static async Task<HashSet<string>> InvitedAddresses(
        this IQueryable<Invitation> invitations,
        CancellationToken cancellationToken
    ) =>
        (await invitations.Select(i => i.Email).ToListAsync(cancellationToken)).ToHashSet(
            StringComparer.OrdinalIgnoreCase
        );

    private static string Cause(this Invitation invitation) => $"invitation-{invitation.Id:N}";

    private static Recipient To(this Invitation invitation) =>
        new(invitation.Email, invitation.PreferredName ?? invitation.Name, invitation.Language);
}
