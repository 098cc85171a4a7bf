using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

internal static class StaffAddresses
{
    /// <summary>
    /// Enabled staff of a role who have joined and whose address works. Where none of those who joined has one, all of
    /// them: a mail that may be refused is better than none, and each refusal shows. Whoever was invited and never
    /// joined cannot answer, and is told only where there is nobody else to tell: better they than nobody.
    /// </summary>
    public static async Task<IReadOnlyList<Recipient>> StaffInRole(
        this WellbeingDb db,
        Roles role,
        CancellationToken cancellationToken
    )
    {
        var accounts = db.EnabledIn(role).Where(a => a.Email != null).OrderBy(a => a.Email);
        var joined = await accounts.Joined(db).ToListAsync(cancellationToken);
        // What nurses are told, an administrator who has joined is told after them. What administrators are told
        // (that nobody answers, that something is broken), nobody else is.
        if (joined.Count == 0 && (role == Roles.Administrator || !await db.AnyStaffJoined(cancellationToken)))
            joined = await accounts.ToListAsync(cancellationToken);
        var working = joined.FindAll(a => a.AddressRefusedAtUtc is null);
        return [.. (working.Count > 0 ? working : joined).Select(ToRecipient)];
    }

    /// <summary>Of these, whoever is enabled, has joined and whose address works; where nobody of the staff has joined,
    /// also who has not: better they than nobody.</summary>
    public static async Task<IReadOnlyList<Recipient>> StaffOf(
        this WellbeingDb db,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return [];
        var named = db
            .Users.AsNoTracking()
            .Where(a => ids.Contains(a.Id) && a.Enabled && a.Email != null && a.AddressRefusedAtUtc == null)
            .OrderBy(a => a.Email);
        var told = await named.Joined(db).ToListAsync(cancellationToken);
        if (told.Count == 0 && !await db.AnyStaffJoined(cancellationToken))
            told = await named.ToListAsync(cancellationToken);
        return [.. told.Select(ToRecipient)];
    }

    private static async Task<bool> AnyStaffJoined(this WellbeingDb db, CancellationToken cancellationToken) =>
        await db.EnabledIn(Roles.Nurse).Joined(db).AnyAsync(cancellationToken)
        || await db.EnabledIn(Roles.Administrator).Joined(db).AnyAsync(cancellationToken);

    public static Recipient ToRecipient(this Account account) =>
        new(account.Email!, account.DisplayName, "en", AccountId: account.Id);
}
