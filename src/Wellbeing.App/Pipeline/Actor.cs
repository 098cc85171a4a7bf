namespace Wellbeing.App.Pipeline;

/// <summary>What somebody may do. Stored as role names in Identity.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Participant = 1,
    Nurse = 2,
    Administrator = 4,

    /// <summary>The product itself: sweeps, seeding, start-up.</summary>
    System = 8,

    /// <summary>Somebody without an account who followed a link we sent.</summary>
    LinkHolder = 16,

    /// <summary>A participant who came by the one-tap link of a check-in: may fill in and send that one, and say "I
    /// don't feel safe". Nothing else.</summary>
    CheckInLink = 32,

    // A program, by its key: one role a scope, so that both locks know scopes without knowing keys. Nobody's account
    // has them.
    ClientListsFlags = 64,
    ClientReadsFlags = 128,
    ClientWorksOnFlags = 256,
    ClientReadsThresholds = 512,
    ClientInvitesPeople = 1024,
}

/// <summary>Who asks. Passed with every request, never ambient; the audit log names it.</summary>
/// <param name="UserId">The account, or null for the system and for holders of a link.</param>
/// <param name="Name">As colleagues read it in a flag's history.</param>
/// <param name="Roles">All of the account's roles.</param>
/// <param name="ParticipantId">Whose check-ins are the actor's own, if any.</param>
public sealed record Actor(Guid? UserId, string Name, Roles Roles, Guid? ParticipantId = null)
{
    /// <summary>The product acting on its own.</summary>
    public static Actor System { get; } = new(null, "Wellbeing", Roles.System);

    /// <summary>True when the actor has any of the <paramref name="roles"/>.</summary>
    public bool Is(Roles roles) => (Roles & roles) != Roles.None;

    /// <summary>Whom something is said about: oneself, or, entered by a nurse, the person on the telephone.</summary>
    /// <exception cref="UnauthorizedAccessException">Whoever acts is no participant, or is no nurse and acts for
    /// somebody else.</exception>
    public Guid SubjectOf(Guid? onBehalfOf) =>
        onBehalfOf switch
        {
            null => ParticipantId
                ?? throw new UnauthorizedAccessException("What is said about oneself is one's own to say."),
            { } participant when Is(Roles.Nurse) => participant,
            _ => throw new UnauthorizedAccessException("Only nurses enter what somebody else says."),
        };
}
