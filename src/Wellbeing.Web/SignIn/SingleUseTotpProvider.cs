using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// Codes of authenticator apps (RFC 6238: SHA-1, 30 seconds, six digits), each good once: what somebody read over a
/// shoulder, or a copied request, opens nothing a second time.
/// </summary>
internal sealed class SingleUseTotpProvider(WellbeingDb db) : AuthenticatorTokenProvider<Account>
{
    /// <summary>Codes that count, before and after the present one: for slow fingers and clocks that go
    /// wrong.</summary>
    private const int Before = 2,
        After = 1;

    private static readonly VerificationWindow _window = new(Before, After);

    public override async Task<bool> ValidateAsync(
        string purpose,
        string token,
        UserManager<Account> manager,
        Account user
    )
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key)
            return false;
        var totp = new Totp(Base32Encoding.ToBytes(key));
        // The app on the phone keeps the real time, whatever clock the product was given.
        return totp.VerifyTotp(TimeProvider.System.GetUtcNow().UtcDateTime, token, out var step, _window)
            && await Take(user.Id, step);
    }

    /// <summary>Of two who bring the same code at once one is let in: the row can be there only once.</summary>
    private async Task<bool> Take(Guid accountId, long step)
    {
        var oldest = step - Before - After; // Wherever this one lies among those that count, none older does.
        await db.UsedCodes.Where(c => c.AccountId == accountId && c.Step >= 0 && c.Step < oldest).ExecuteDeleteAsync();
        return await db.Database.ExecuteSqlAsync(
                $"""INSERT INTO "UsedCodes" ("AccountId", "Step") VALUES ({accountId}, {step}) ON CONFLICT DO NOTHING"""
            ) == 1;
    }
}
