namespace Wellbeing.App.Outbox;

/// <summary>A message to write.</summary>
/// <param name="Kind">Of which <see cref="MessageKind"/>.</param>
/// <param name="Cause">What it is about: flag, cycle and step, or prompt. Cause and recipient are written once.</param>
/// <param name="DeadlineUtc">Trying stops here.</param>
public sealed record NewMessage(string Kind, Recipient To, string Cause, DateTime NowUtc, DateTime DeadlineUtc)
{
    /// <summary>0 to 2; null for its kind's own.</summary>
    public int? Priority { get; init; }

    /// <summary>Null for now.</summary>
    public DateTime? NotBeforeUtc { get; init; }
    public Guid? ParticipantId { get; init; }
    public Guid? FlagId { get; init; }
    public Guid? PromptId { get; init; }
    public Guid? FamilyLinkId { get; init; }

    /// <summary>A link that acts on a prompt, an account or an invitation.</summary>
    public MessageLink? Link { get; init; }

    /// <summary>What the message itself says and nobody else may read: a code.</summary>
    public string? Secret { get; init; }
}
