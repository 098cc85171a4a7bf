using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Wellbeing.App.Domain;

public enum LinkPurpose
{
    /// <summary>"Yes, I will be a support contact" / "No".</summary>
    AnswerNomination,
}

/// <summary>A secret in a link we sent: single-purpose, expiring, stored as a hash, used up by POST only.</summary>
public sealed class LinkToken
{
    public Guid Id { get; init; }
    public required byte[] Hash { get; init; }
    public LinkPurpose Purpose { get; init; }

    /// <summary>What it acts on: a support contact.</summary>
    public Guid SubjectId { get; init; }
    public DateTime ExpiresAtUtc { get; init; }
    public DateTime? UsedAtUtc { get; set; }

    public bool IsUsable(DateTime nowUtc) => UsedAtUtc is null && nowUtc < ExpiresAtUtc;

    /// <summary>256 random bits, as they stand in the link.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
