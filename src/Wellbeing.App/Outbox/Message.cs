using System.Buffers.Binary;

namespace Wellbeing.App.Outbox;

/// <summary>How a message leaves.</summary>
public enum MessageChannel
{
    Mail,

    /// <summary>A signed request to a <see cref="WebhookEndpoint"/>.</summary>
    Webhook,
}

/// <summary>Where a message stands. "Accepted" means that the mail server took responsibility: not delivered, not
/// read.</summary>
public enum MessageState
{
    Pending,
    Sending,
    Accepted,
    RetryWait,
    Rejected,

    /// <summary>No longer wanted before it left: acknowledged, consent withdrawn, check-in done.</summary>
    Cancelled,

    /// <summary>Its deadline passed unsent.</summary>
    Expired,
}

/// <summary>
/// A message to somebody: written in the same transaction as its cause, delivered afterwards (the outbox).
/// </summary>
public sealed class Message
{
    /// <summary>A claim lasts this long: longer than the whole SMTP conversation may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>A message about an urgent flag that has not left for this long no longer holds up its ladder.</summary>
    public static readonly TimeSpan UrgentMayWait = TimeSpan.FromMinutes(10);

    /// <summary>As <see cref="UrgentMayWait"/>, for other flags.</summary>
    public static readonly TimeSpan OthersMayWait = TimeSpan.FromMinutes(60);

    /// <summary>An address that was refused is tried once more after so long, before it is given up.</summary>
    public static readonly TimeSpan RefusedAgainAfter = TimeSpan.FromHours(1);

    /// <summary>After so many attempts of unknown outcome the administrators are told.</summary>
    public const int UnknownsBeforeAlarm = 3;

    public Guid Id { get; init; }

    /// <summary>What kind of message it is: the name of its <see cref="MessageKind"/>.</summary>
    public required string Kind { get; init; }
    public MessageChannel Channel { get; init; }

    /// <summary>The endpoint it goes to, for <see cref="MessageChannel.Webhook"/>.</summary>
    public Guid? WebhookId { get; init; }
    public Guid? ParticipantId { get; init; }
    public Guid? FlagId { get; init; }
    public Guid? SupportContactId { get; init; }
    public Guid? PromptId { get; init; }

    /// <summary>The question it carries, for as long as that stands.</summary>
    public Guid? FamilyLinkId { get; init; }

    /// <summary>The staff member or participant it goes to, where they have an account.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The mail address; for a webhook the host it is sent to.</summary>
    public required string Address { get; init; }
    public required string RecipientName { get; init; }
    public string Language { get; init; } = "en";

    /// <summary>Cause and recipient: the same cause never writes to the same person twice.</summary>
    public required string DedupKey { get; init; }

    /// <summary>Fixed here, so that every attempt carries the same one.</summary>
    public required string InternetMessageId { get; init; }

    /// <summary>A link's secret, encrypted, only while the message may still leave.</summary>
    public string? SealedSecret { get; init; }

    /// <summary>Lower leaves first: 0 urgent, 1 other flags, 2 the rest.</summary>
    public int Priority { get; init; }
    public DateTime CreatedAtUtc { get; init; }
    public MessageState State { get; private set; }

    /// <summary>The newer message about the same thing to the same person that made this one, never sent,
    /// superfluous.</summary>
    public Guid? SupersededBy { get; private set; }
    public int Attempts { get; init; }
    public DateTime NotBeforeUtc { get; init; }

    /// <summary>Trying stops here.</summary>
    public DateTime DeadlineUtc { get; init; }
    public string? LeaseOwner { get; init; }
    public DateTime? LeaseUntilUtc { get; init; }
    public DateTime? AcceptedAtUtc { get; init; }

    /// <summary>When its not arriving pulled the flag's ladder forward: once a message.</summary>
    public DateTime? PulledForwardAtUtc { get; init; }

    /// <summary>A newer message says the same to the same person, and this one was never tried.</summary>
    public void Supersede(Guid by)
    {
        if (State != MessageState.Pending || Attempts > 0)
            throw new InvalidOperationException(
                $"A message that is {State} after {Attempts} attempts may have left, or never will."
            );
        State = MessageState.Cancelled;
        SupersededBy = by;
    }

    /// <summary>
    /// Wait after the n-th failed attempt (1, 2, 3...): 1, 5, 15, 30, then every 60 minutes, and up to a fifth more.
    /// The more is drawn from the message's id, so that the messages an outage held up do not all come back at one
    /// moment.
    /// </summary>
    public static TimeSpan BackOff(Guid id, int attempt)
    {
        var wait = TimeSpan.FromMinutes(
            attempt switch
            {
                <= 1 => 1,
                2 => 5,
                3 => 15,
                4 => 30,
                _ => 60,
            }
        );
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        // The last four bytes of a version 7 id are random; the factor makes each attempt's share another one.
        var share =
            unchecked(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) * (2654435761u * (uint)attempt | 1))
            / (double)uint.MaxValue;
        return wait + (wait * (share * MostJitter));
    }

    /// <summary>Largest part of a wait that is added to it.</summary>
    public const double MostJitter = 0.2;
}

public enum AttemptOutcome
{
    /// <summary>Begun; if it stays so, the process died in the middle: nobody knows.</summary>
    Begun,
    Accepted,
    Temporary,
    Permanent,
    Unknown,
}

/// <summary>One attempt to hand a message over, with the server's reply.</summary>
public sealed class MessageAttempt
{
    public Guid MessageId { get; init; }

    /// <summary>1, 2, 3...</summary>
    public int Number { get; init; }
    public DateTime BeganAtUtc { get; init; }
    public AttemptOutcome Outcome { get; init; }
    public DeliveryPhase? Phase { get; init; }
    public int? ReplyCode { get; init; }
    public string? Detail { get; init; }

    /// <summary>The mail server said that it will not take it, whether or not it is tried again.</summary>
    public bool IsRefusal =>
        Outcome == AttemptOutcome.Permanent || this is { Outcome: AttemptOutcome.Temporary, ReplyCode: >= 500 };
}
