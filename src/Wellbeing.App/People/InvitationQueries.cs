using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>Invitations that nobody has answered.</summary>
internal static class InvitationQueries
{
    /// <summary>Whoever was invited twice, and has joined by the other link, is not waited for.</summary>
    public static IQueryable<Invitation> OpenInvitations(this WellbeingDb db) =>
        db.Invitations.Where(i =>
            i.AcceptedAtUtc == null && i.InvitedBy != null && !db.Users.Any(u => u.Email == i.Email)
        );

    /// <summary>Ends one with its links and its mail, in the caller's transaction. Who agrees at the same moment wins
    /// or finds the link ended.</summary>
    public static async Task<Invitation?> EndInvitation(
        this WellbeingDb db,
        Guid id,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.OpenInvitations().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } invitation
            || await db.HasAccount(invitation.Email, cancellationToken)
        )
            return null;
        db.Invitations.Remove(invitation);
        await db
            .LinkTokens.Where(t => t.SubjectId == id && t.UsedAtUtc == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAtUtc, now), cancellationToken);
        await db.CancelUnsentMail(invitation.MailKey(), cancellationToken);
        return invitation;
    }
}
