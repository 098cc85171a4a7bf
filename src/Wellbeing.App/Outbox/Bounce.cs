namespace Wellbeing.App.Outbox;

/// <summary>What a mail server further on reported about a message that ours had taken.</summary>
public enum BounceKind
{
    /// <summary>It is held up, and still being tried: nothing follows.</summary>
    Delayed,

    /// <summary>It was given up although the address may be right: the ladder does not wait for it.</summary>
    GivenUp,

    /// <summary>The address does not exist or takes no mail: as if our own mail server had said so.</summary>
    Refused,

    /// <summary>A machine answered for whoever it went to: it arrived, and nobody may have read it.</summary>
    Answered,

    /// <summary>Whoever got it called it spam: nothing goes there that may be stopped.</summary>
    Complaint,

    /// <summary>No program can tell: an administrator reads it and decides.</summary>
    Unknown,
}

/// <summary>One report about one message, kept once.</summary>
public sealed class Bounce
{
    public Guid Id { get; init; }

    /// <summary>SHA-256, in hex, of the report's own Message-ID: the same report, read again, is known.</summary>
    public required string ReportHash { get; init; }
    public Guid MessageId { get; init; }
    public DateTime AtUtc { get; init; }
    public BounceKind Kind { get; init; }

    /// <summary>As RFC 3463 writes it: "5.1.1".</summary>
    public required string Status { get; init; }

    /// <summary>The other mail server's words, without the address.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Subject and text of one that is <see cref="BounceKind.Unknown"/>, encrypted, until somebody has decided
    /// or it was kept long enough.</summary>
    public string? SealedText { get; init; }

    /// <summary>When an administrator decided about one that was <see cref="BounceKind.Unknown"/>; it has the kind they
    /// gave it then.</summary>
    public DateTime? DecidedAtUtc { get; init; }
}

/// <summary>What return addresses are signed with: one row, made when the first is needed.</summary>
public sealed class ReturnKey
{
    public const int Only = 1;

    public int Id { get; init; } = Only;

    /// <summary>256 random bits, encrypted at rest.</summary>
    public required string SealedKey { get; init; }
}
