using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>
/// A patient and a family member who also checks in. Begins when one asks, counts once the other agrees, ends when
/// either says so, and then nothing is left of it. It tells the team who belongs together; neither sees anything of the
/// other.
/// </summary>
public sealed class FamilyLink : IVersioned
{
    /// <summary>An unanswered question ends then.</summary>
    public static readonly TimeSpan AskLives = TimeSpan.FromDays(14);

    /// <summary>Unanswered questions somebody may have at once: nobody's mailbox is filled by a stranger.</summary>
    public const int MostAsks = 5;

    public Guid Id { get; init; }

    /// <summary>Who asked.</summary>
    public Guid AskerId { get; init; }

    /// <summary>Who was asked; null while nobody of the right kind takes part under that address. The asker never
    /// learns which.</summary>
    public Guid? OtherId { get; private set; }

    /// <summary>As the asker typed them; forgotten once the other agreed.</summary>
    public string? TypedName { get; private set; }
    public string? TypedEmail { get; private set; }

    /// <summary>The invitation that went to somebody who did not take part yet.</summary>
    public Guid? InvitationId { get; set; }
    public DateTime AskedAtUtc { get; init; }
    public DateTime? AgreedAtUtc { get; private set; }
    public int Version { get; set; }

    public static FamilyLink Ask(Guid askerId, Guid? otherId, string name, string email, DateTime nowUtc) =>
        new()
        {
            Id = Guid.CreateVersion7(nowUtc),
            AskerId = askerId,
            OtherId = otherId,
            TypedName = name,
            TypedEmail = email.ToUpperInvariant(),
            AskedAtUtc = nowUtc,
        };

    /// <summary>Who was asked has joined.</summary>
    public void Found(Guid otherId) => OtherId = otherId;

    public void Agree(DateTime nowUtc)
    {
        AgreedAtUtc = nowUtc;
        TypedName = TypedEmail = null;
        InvitationId = null;
    }

    /// <summary>The other one of the two; null for somebody who is neither.</summary>
    public Guid? OtherOf(Guid participantId) =>
        participantId == AskerId ? OtherId
        : participantId == OtherId ? AskerId
        : null;
}
