using System.Security.Cryptography;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>
/// Another system that a step of a ladder tells: an SMS gateway, a chat, a paging system. It learns that a flag needs
/// an answer, how urgently, and where; never who or why.
/// </summary>
public sealed class WebhookEndpoint : IVersioned
{
    /// <summary>Before every secret, so that one found somewhere is known for what it is.</summary>
    public const string SecretPrefix = "whsec_";

    public Guid Id { get; init; }

    /// <summary>For administrators and a flag's history: "Paging system".</summary>
    public required string Name { get; set; }

    /// <summary>Absolute; may itself hold a secret, so it is shown to administrators only and never logged.</summary>
    public required string Url { get; set; }

    /// <summary>The key of its signatures, encrypted at rest.</summary>
    public required string SealedSecret { get; set; }

    /// <summary>The key before it, still signed with beside the new one until <see cref="PreviousUntilUtc"/>: the
    /// receiver loses nothing meanwhile.</summary>
    public string? SealedPreviousSecret { get; set; }
    public DateTime? PreviousUntilUtc { get; set; }
    public bool Enabled { get; set; } = true;
    public DateTime CreatedAtUtc { get; init; }
    public int Version { get; set; }

    /// <summary>How long a receiver has to learn a new secret.</summary>
    public static readonly TimeSpan HandOver = TimeSpan.FromHours(24);

    /// <summary>256 random bits, as the receiver is given them.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
