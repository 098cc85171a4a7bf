using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Who asks somebody to take part, as the invitation says it.</summary>
public enum InviterKind
{
    /// <summary>A nurse, by name.</summary>
    Nurse,

    /// <summary>The team: an administrator sent it, or the nurse is gone.</summary>
    Team,

    /// <summary>A patient asks a family member, by name.</summary>
    Family,

    /// <summary>Nobody: they used a leaflet's code.</summary>
    Oneself,
}

/// <param name="Name">Of a nurse or a family member; null for others.</param>
public sealed record Inviter(InviterKind Kind, string? Name = null);

internal static class Inviters
{
    /// <summary>Who asks, as far as it is known today.</summary>
    public static async Task<Inviter> InviterOf(
        this WellbeingDb db,
        Invitation invitation,
        CancellationToken cancellationToken
    )
    {
        if (invitation.LeafletId is not null)
            return new Inviter(InviterKind.Oneself);
        if (invitation.InvitedBy is { } by)
        {
            var nurse = await db
                .Users.Where(a =>
                    a.Id == by
                    && a.Enabled
                    && a.DisplayName != ""
                    && db.UserRoles.Any(r =>
                        r.UserId == a.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == nameof(Roles.Nurse))
                    )
                )
                .Select(a => a.DisplayName)
                .SingleOrDefaultAsync(cancellationToken);
            return nurse is null ? new Inviter(InviterKind.Team) : new Inviter(InviterKind.Nurse, nurse);
        }

        var asker = await db
            .FamilyLinks.Where(l => l.InvitationId == invitation.Id)
            .Join(db.Participants, l => l.AskerId, p => p.Id, (_, p) => p.Name)
            .SingleOrDefaultAsync(cancellationToken);
        return asker is null ? new Inviter(InviterKind.Team) : new Inviter(InviterKind.Family, asker);
    }
}
