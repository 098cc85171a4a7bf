using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Wellbeing.Testing;

/// <summary>An authenticator app (RFC 6238: SHA-1, 30 seconds, six digits). On the real clock, as Identity's check
/// is.</summary>
public static class Totp
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Now(string key = Cast.AuthenticatorKey)
    {
        var bits = string.Concat(
            key.Replace(" ", "", StringComparison.Ordinal)
                .ToUpperInvariant()
                .Select(c => Convert.ToString(Base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0'))
        );
        var secret = Enumerable
            .Range(0, bits.Length / 8)
            .Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))
            .ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The authenticator's standard, not ours.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & 0x7FFFFFFF) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }
}
