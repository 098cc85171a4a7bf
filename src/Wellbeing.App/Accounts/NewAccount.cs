using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

internal static class NewAccount
{
    /// <summary>Adds an account without a password to the unit of work. Its address was, or is about to be, proved by a
    /// mail.</summary>
    public static async Task<Account> AddAccount(
        this WellbeingDb db,
        string name,
        string email,
        Roles roles,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(nowUtc),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            DisplayName = name,
            SecurityStamp = NewStamp(),
            LockoutEnabled = true,
        };
        db.Users.Add(account);
        await db.GiveRoles(account.Id, roles, cancellationToken);
        return account;
    }

    public static async Task GiveRoles(
        this WellbeingDb db,
        Guid accountId,
        Roles roles,
        CancellationToken cancellationToken
    )
    {
        foreach (var role in await db.Roles.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (Enum.TryParse<Roles>(role.Name, out var known) && roles.HasFlag(known))
                db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = accountId, RoleId = role.Id });
        }
    }

    /// <summary>Ends every session and token made under the one before.</summary>
    public static string NewStamp() => LinkToken.NewSecret();

    /// <summary>The index on user names settles races; this look-up only makes the common case friendly.</summary>
    public static Task<bool> HasAccount(this WellbeingDb db, string email, CancellationToken cancellationToken)
    {
        var address = email.Trim().ToUpperInvariant();
        return db.Users.AnyAsync(a => a.NormalizedEmail == address, cancellationToken);
    }
}
