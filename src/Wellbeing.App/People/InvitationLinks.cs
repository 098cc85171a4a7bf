using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>Finds the invitation behind a link, and what it offers.</summary>
internal sealed class InvitationLinks(WellbeingDb db, TimeProvider clock)
{
    public Task<Cohort?> CohortOf(Invitation invitation, CancellationToken cancellationToken) =>
        db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == invitation.CohortId, cancellationToken);

    public static CheckInSchedule Offered(Cohort? cohort) =>
        CheckInSchedule.Default with
        {
            Cadence = cohort?.Cadence ?? CheckInSchedule.Default.Cadence,
        };

    public async Task<(LinkToken Token, Invitation Invitation)?> Find(
        string? secret,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.FindLink(LinkPurpose.Invitation, secret, cancellationToken) is not { } token
            || !token.IsUsable(clock.GetUtcNow().UtcDateTime)
        )
            return null;
        // Whoever was invited twice has joined by the other link.
        return
            await db.Invitations.SingleOrDefaultAsync(
                i => i.Id == token.SubjectId && i.AcceptedAtUtc == null,
                cancellationToken
            )
                is { } invitation
            && !await db.HasAccount(invitation.Email, cancellationToken)
            ? (token, invitation)
            : null;
    }
}
