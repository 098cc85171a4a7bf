using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Somebody was invited to check in, or asked by a leaflet’s code. Nothing else is kept about them until they
/// agreed.</summary>
public sealed class Invitation : IVersioned
{
    public static readonly TimeSpan Lives = TimeSpan.FromDays(14);

    public Guid Id { get; init; }
    public ParticipantKind Kind { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required string TimeZone { get; init; }

    /// <summary>The number a nurse knew when inviting; theirs to correct when they join.</summary>
    public string? Phone { get; init; }

    /// <summary>As a nurse knew it when inviting.</summary>
    public TimeToCall? BestTimeToCall { get; init; }

    /// <inheritdoc cref="BestTimeToCall"/>
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>What to call them, as whoever invited knew it; null for <see cref="Name"/>.</summary>
    public string? PreferredName { get; init; }

    /// <summary>As for a participant.</summary>
    public string? Pronouns { get; init; }

    /// <summary>As for a participant.</summary>
    public string? SpokenLanguage { get; init; }

    /// <summary>How whoever invited thinks they like to be spoken to.</summary>
    public HowToAddress Address
    {
        get => new(PreferredName, Pronouns, SpokenLanguage);
        init => (PreferredName, Pronouns, SpokenLanguage) = value.Clean();
    }

    /// <summary>Where they are placed once they agree; nothing if it is gone by then.</summary>
    public Guid? CohortId { get; init; }
    public Guid? InvitedBy { get; init; }

    /// <summary>The leaflet by whose code the person asked for it themselves.</summary>
    public Guid? LeafletId { get; init; }
    public DateTime InvitedAtUtc { get; init; }

    /// <summary>When its link stops working.</summary>
    public DateTime EndsAtUtc => InvitedAtUtc + Lives;
    public DateTime? AcceptedAtUtc { get; set; }
    public int Version { get; set; }
}

/// <summary>That a participant agreed, to which words, and when. Taken back by closing the account.</summary>
public sealed class Consent
{
    /// <summary>The words under the keys <c>Consent.*</c> and <c>Kept.*</c>, where nurses read every
    /// check-in.</summary>
    public const int EveryCheckInRead = 3;

    /// <summary>The same, where nurses read what stands out or what asks for them.</summary>
    public const int ReadWhenNeeded = 4;

    /// <summary>As <see cref="ReadWhenNeeded"/>, before the words said how long what is kept.</summary>
    private const int ReadWhenNeededAtFirst = 2;

    /// <summary>Whether those words said that nurses read only what stands out or what asks for them.</summary>
    public static bool SaysReadWhenNeeded(int text) => text is ReadWhenNeeded or ReadWhenNeededAtFirst;

    /// <summary>Whether those words said how long what is kept; 1 and 2 said only that it is erased later.</summary>
    public static bool SaysHowLong(int text) => text >= EveryCheckInRead;

    /// <summary>Which words somebody is asked to agree to now. A change of their meaning needs a new number.</summary>
    public static int TextFor(bool readsEveryCheckIn) => readsEveryCheckIn ? EveryCheckInRead : ReadWhenNeeded;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }

    /// <summary>Which words were agreed to.</summary>
    public int TextVersion { get; init; }
    public DateTime GivenAtUtc { get; init; }

    /// <summary>The person said that they are at least this old.</summary>
    public int AtLeastYears { get; init; }
    public DateTime? WithdrawnAtUtc { get; set; }
}
