using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;

namespace Wellbeing.Web.Setup;

/// <summary>
/// Codes of authenticator apps (RFC 6238: SHA-1, 30 seconds, six digits), each good once: what somebody read over a
/// shoulder, or a copied request, opens nothing a second time.
/// </summary>
internal sealed class OnceAuthenticator(WellbeingDb db) : AuthenticatorTokenProvider<Account>
{
    private const int Seconds = 30;

    /// <summary>Codes that count, before and after the present one: for slow fingers and clocks that go wrong.</summary>
    private const int Before = 2, After = 1;

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (token.Length != 6 || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key) return false;
        var secret = FromBase32(key);
        // The app on the phone keeps the real time, whatever clock the product was given.
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Seconds;
        for (var step = now - Before; step <= now + After; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(secret, step)), Encoding.UTF8.GetBytes(token))) return await Take(user.Id, step, now - Before);
        }

        return false;
    }

    /// <summary>Of two who bring the same code at once one is let in: the row can be there only once.</summary>
    private async Task<bool> Take(Guid accountId, long step, long oldest)
    {
        await db.UsedCodes.Where(c => c.AccountId == accountId && c.Step < oldest).ExecuteDeleteAsync();
        return await db.Database.ExecuteSqlAsync($"""INSERT INTO "UsedCodes" ("AccountId", "Step") VALUES ({accountId}, {step}) ON CONFLICT DO NOTHING""") == 1;
    }

    private static string CodeAt(byte[] secret, long step)
    {
        var counter = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The standard of authenticator apps, not ours.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & 0x7FFFFFFF) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string key)
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bytes, bits, held) = (new List<byte>(), 0, 0);
        foreach (var digit in key.ToUpperInvariant().Select(c => digits.IndexOf(c, StringComparison.Ordinal)).Where(d => d >= 0))
        {
            held = ((held << 5) | digit) & 0xFFFF;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }

        return [.. bytes];
    }
}
