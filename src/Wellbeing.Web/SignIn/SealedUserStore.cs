using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// Identity's store, but the keys of authenticator apps and the recovery codes lie sealed: whoever only reads the
/// database cannot make somebody's codes.
/// </summary>
internal sealed class SealedUserStore(WellbeingDb db, SealedText text)
    : UserStore<
        Account,
        IdentityRole<Guid>,
        WellbeingDb,
        Guid,
        IdentityUserClaim<Guid>,
        IdentityUserRole<Guid>,
        IdentityUserLogin<Guid>,
        IdentityUserToken<Guid>,
        IdentityRoleClaim<Guid>,
        IdentityUserPasskey<Guid>
    >(db)
{
    private const string Identitys = "[AspNetUserStore]";
    private const string Mark = "sealed:";

    public override Task SetTokenAsync(
        Account user,
        string loginProvider,
        string name,
        string? value,
        CancellationToken cancellationToken
    ) =>
        base.SetTokenAsync(
            user,
            loginProvider,
            name,
            loginProvider == Identitys ? Seal(value, text) : value,
            cancellationToken
        );

    public override async Task<string?> GetTokenAsync(
        Account user,
        string loginProvider,
        string name,
        CancellationToken cancellationToken
    ) => Open(await base.GetTokenAsync(user, loginProvider, name, cancellationToken));

    /// <summary>Seals those of before.</summary>
    public static async Task SealAll(WellbeingDb db, SealedText text)
    {
        var open = await db
            .UserTokens.Where(t => t.LoginProvider == Identitys && t.Value != null && !t.Value.StartsWith(Mark))
            .ToListAsync();
        foreach (var token in open)
            token.Value = Seal(token.Value, text);
        if (open.Count > 0)
            await db.SaveChangesAsync();
    }

    private static string? Seal(string? value, SealedText text) => value is null ? null : Mark + text.Seal(value);

    private string? Open(string? stored) =>
        stored?.StartsWith(Mark, StringComparison.Ordinal) == true ? text.Open(stored[Mark.Length..]) : stored;
}
