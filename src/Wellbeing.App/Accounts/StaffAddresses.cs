using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

internal static class StaffAddresses
{
    /// <summary>
    /// Enabled staff of a role whose address works. Where none of them has one, all: a mail that may be refused is
    /// better than none, and each refusal shows.
    /// </summary>
    public static async Task<IReadOnlyList<Recipient>> StaffInRole(
        this WellbeingDb db,
        Roles role,
        CancellationToken cancellationToken
    )
    {
        var name = role.ToString();
        var accounts = await db
            .Users.AsNoTracking()
            .Where(a =>
                a.Enabled
                && a.Email != null
                && db.UserRoles.Any(ur => ur.UserId == a.Id && db.Roles.Any(r => r.Id == ur.RoleId && r.Name == name))
            )
            .OrderBy(a => a.Email)
            .ToListAsync(cancellationToken);
        var working = accounts.FindAll(a => a.AddressRefusedAtUtc is null);
        return [.. (working.Count > 0 ? working : accounts).Select(ToRecipient)];
    }

    public static Recipient ToRecipient(this Account account) =>
        new(account.Email!, account.DisplayName, "en", AccountId: account.Id);
}
