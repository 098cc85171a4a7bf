using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// Codes by mail for somebody who is signed in: each is for the page that asked for it, so another one wherever and
/// whenever it is asked for, and is good once.
/// </summary>
public sealed class MailedCode(
    UserManager<Account> accounts,
    WellbeingDb db,
    IDataProtectionProvider protection,
    TimeProvider clock
)
{
    private static readonly TimeSpan _lives = TimeSpan.FromMinutes(30);

    /// <returns>What the page keeps, sealed, and the code to mail.</returns>
    public async Task<(string Ask, string Code)> Make(Account account)
    {
        var ask = FirstOf(clock.GetUtcNow()) - RandomNumberGenerator.GetInt32(int.MaxValue);
        return (
            Of(account).Protect(ask.ToString(CultureInfo.InvariantCulture), _lives),
            await accounts.GenerateUserTokenAsync(account, TokenOptions.DefaultEmailProvider, Purpose(ask))
        );
    }

    /// <summary>Whether it is the code that this page asked for; then it is none any more.</summary>
    public async Task<bool> Take(Account account, string? asked, string code)
    {
        if (
            Open(account, asked) is not { } ask
            || !await accounts.VerifyUserTokenAsync(account, TokenOptions.DefaultEmailProvider, Purpose(ask), code)
        )
            return false;
        var old = FirstOf(clock.GetUtcNow() - 2 * _lives);
        await db.UsedCodes.Where(c => c.AccountId == account.Id && c.Step < 0 && c.Step > old).ExecuteDeleteAsync();
        // Of two who bring it at once one is let in: the row can be there only once.
        return await db.Database.ExecuteSqlAsync(
                $"""INSERT INTO "UsedCodes" ("AccountId", "Step") VALUES ({account.Id}, {ask}) ON CONFLICT DO NOTHING"""
            ) == 1;
    }

    /// <summary>Below 0, where no code of an authenticator app is, and further below the later it is.</summary>
    private static long FirstOf(DateTimeOffset at) => -(at.ToUnixTimeSeconds() << 31) - 1;

    private static string Purpose(long ask) => string.Create(CultureInfo.InvariantCulture, $"confirm{ask}");

    private long? Open(Account account, string? asked)
    {
        if (string.IsNullOrEmpty(asked))
            return null;
        try
        {
            return long.Parse(Of(account).Unprotect(asked), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Of(Account account) =>
        protection.CreateProtector("Wellbeing.MailedCode.v1", account.Id.ToString("D")).ToTimeLimitedDataProtector();
}
