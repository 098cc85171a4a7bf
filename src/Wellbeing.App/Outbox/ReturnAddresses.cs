using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>
/// The envelope sender of each message: the bounce mailbox's address with the message's number and a signature in it.
/// What comes back says by its own address which message it is about, and nobody can make one up.
/// </summary>
public sealed class ReturnAddresses(SealedText text, IOptions<ReturnAddressOptions> options)
{
    private const int SignatureBytes = 10;
    private const int TokenBytes = 16 + SignatureBytes;
    private const int TokenLength = (TokenBytes * 8 + 4) / 5;

    /// <summary>Longest part before the @ of the mailbox: with a plus and the token it is 64 characters (RFC
    /// 5321).</summary>
    public const int LongestLocalPart = 64 - 1 - TokenLength;

    // Letters and digits that survive a server which changes the case.
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private byte[]? _key;

    public bool Enabled => options.Value.Address.Length > 0;

    /// <summary>The address that reports about a message come to; null where no mailbox is set.</summary>
    public async Task<string?> Of(WellbeingDb db, Guid messageId, CancellationToken cancellationToken)
    {
        if (!Enabled || await Key(db, cancellationToken) is not { } key)
            return null;
        var (local, domain) = Mailbox;
        return $"{local}+{Write(key, messageId)}@{domain}";
    }

    /// <summary>The message that a report is about, by the address it came to; null for what is not ours or not signed
    /// by us.</summary>
    /// <param name="addresses">Headers as they came, in which the address may stand.</param>
    public async Task<Guid?> MessageOf(
        WellbeingDb db,
        IEnumerable<string> addresses,
        CancellationToken cancellationToken
    )
    {
        if (!Enabled || await Key(db, cancellationToken) is not { } key)
            return null;
        var (local, domain) = Mailbox;
        var shape = new Regex(
            $@"(?<![A-Za-z0-9._+-]){Regex.Escape(local)}\+(?<token>[a-z2-7]{{{TokenLength}}})@{Regex.Escape(domain)}(?![A-Za-z0-9.-])",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1)
        );
        foreach (var address in addresses)
        {
            foreach (Match match in shape.Matches(address))
            {
                if (Read(match.Groups["token"].Value) is not { } bytes)
                    continue;
                var message = new Guid(bytes.AsSpan(0, 16), bigEndian: true);
                if (CryptographicOperations.FixedTimeEquals(bytes.AsSpan(16), Signature(key, message)))
                    return message;
            }
        }

        return null;
    }

    private (string Local, string Domain) Mailbox =>
        options.Value.Address.Split('@') is [var local, var domain]
            ? (local, domain)
            : throw new InvalidOperationException("Mail:Bounces:Address is not an address.");

    private async Task<byte[]?> Key(WellbeingDb db, CancellationToken cancellationToken)
    {
        if (_key is not null)
            return _key;
        var stored = await db.ReturnKeys.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            // Whoever is first gives the key for all servers.
            var made = text.Seal(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))!;
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO \"ReturnKeys\" (\"Id\", \"SealedKey\") VALUES ({ReturnKey.Only}, {made}) ON CONFLICT DO NOTHING",
                cancellationToken
            );
            stored = await db.ReturnKeys.AsNoTracking().SingleAsync(cancellationToken);
        }

        try
        {
            return _key = Convert.FromBase64String(text.Open(stored.SealedKey)!);
        }
        catch (CryptographicException)
        {
            return null; // Lost with the keys of a former installation: mails leave all the same, from the plain sender.
        }
    }

    private static byte[] Signature(byte[] key, Guid message)
    {
        Span<byte> said = stackalloc byte[22];
        "return"u8.CopyTo(said);
        message.TryWriteBytes(said[6..], bigEndian: true, out _);
        return HMACSHA256.HashData(key, said)[..SignatureBytes];
    }

    private static string Write(byte[] key, Guid message)
    {
        byte[] bytes = [.. message.ToByteArray(bigEndian: true), .. Signature(key, message)];
        return string.Create(
            TokenLength,
            bytes,
            static (token, from) =>
            {
                for (var i = 0; i < token.Length; i++)
                {
                    var value = 0;
                    for (var bit = i * 5; bit < (i * 5) + 5; bit++)
                        value = (value << 1) | (bit < from.Length * 8 ? (from[bit / 8] >> (7 - (bit % 8))) & 1 : 0);
                    token[i] = Alphabet[value];
                }
            }
        );
    }

    private static byte[]? Read(string token)
    {
        var bytes = new byte[TokenBytes];
        for (var bit = 0; bit < token.Length * 5; bit++)
        {
            var set =
                (Alphabet.IndexOf(char.ToLowerInvariant(token[bit / 5]), StringComparison.Ordinal) >> (4 - (bit % 5)))
                & 1;
            if (bit < TokenBytes * 8)
                bytes[bit / 8] |= (byte)(set << (7 - (bit % 8)));
            else if (set == 1)
                return null; // One way to write each.
        }

        return bytes;
    }
}
