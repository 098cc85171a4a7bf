using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>Where a nomination stands.</summary>
public enum SupportContactState
{
    /// <summary>Nominated, not yet answered: nothing but the question is sent.</summary>
    Pending,
    Confirmed,

    /// <summary>The contact said no, or asked for no more mails.</summary>
    Declined,

    /// <summary>The participant took the nomination back.</summary>
    Withdrawn,

    /// <summary>The address refused our mail.</summary>
    Unreachable,
}

/// <summary>What a support contact may be told, beyond that the participant may welcome a call.</summary>
public enum ContactScope
{
    /// <summary>Nothing more.</summary>
    Call,

    /// <summary>Also the participant's own telephone number.</summary>
    CallAndPhone,
}

/// <summary>
/// A person nominated by the participant. Told only that the participant may welcome a call, only after they
/// confirmed, and only for severities the participant consented to.
/// </summary>
public sealed class SupportContact : IVersioned
{
    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public required string Name { get; set; }
    public required string Email { get; set; }
    public string? Phone { get; set; }

    /// <summary>In the participant's words: "sister", "friend".</summary>
    public required string Relation { get; set; }
    public string Language { get; set; } = "en";

    /// <summary>1 is told first.</summary>
    public int Order { get; set; }

    /// <summary>The participant consents to this person being told from this severity upwards.</summary>
    public Severity ConsentFrom { get; set; } = Severity.Soon;

    /// <summary>What the participant consents to this person being told.</summary>
    public ContactScope Scope { get; set; }

    /// <summary>When mails that can wait may begin, by their own clock; null while nobody chose.</summary>
    public TimeOnly? MailsFrom { get; private set; }

    /// <summary>When they end.</summary>
    public TimeOnly? MailsUntil { get; private set; }

    /// <summary>The IANA zone they live in; null while nobody chose: the participant's.</summary>
    public string? TimeZone { get; private set; }
    public SupportContactState State { get; private set; } = SupportContactState.Pending;
    public DateTime NominatedAtUtc { get; init; }
    public DateTime? AnsweredAtUtc { get; private set; }
    public int Version { get; set; }

    public void Confirm(DateTime nowUtc) => Answer(SupportContactState.Confirmed, nowUtc);

    public void Decline(DateTime nowUtc) => Answer(SupportContactState.Declined, nowUtc);

    /// <summary>Another address is another opt-in: whoever reads it has not said yes.</summary>
    public void AskAgainAt(string email)
    {
        if (State is SupportContactState.Withdrawn)
            throw new InvalidOperationException("A withdrawn nomination is not asked again.");
        Email = email;
        State = SupportContactState.Pending;
        AnsweredAtUtc = null;
    }

    public void Withdraw() => State = SupportContactState.Withdrawn;

    /// <summary>What the participant or the contact decided meanwhile stands.</summary>
    public void AddressRefused()
    {
        if (State is SupportContactState.Pending or SupportContactState.Confirmed)
            State = SupportContactState.Unreachable;
    }

    /// <summary>The address takes our mail after all: what the contact had answered, or not yet, stands.</summary>
    public void ReachableAgain()
    {
        if (State == SupportContactState.Unreachable)
            State = AnsweredAtUtc is null ? SupportContactState.Pending : SupportContactState.Confirmed;
    }

    /// <summary>When what can wait may be mailed to them.</summary>
    /// <param name="participantsZone">Where they live too, as long as nobody said otherwise.</param>
    public ContactHours Hours(string participantsZone) =>
        new(MailsFrom ?? ContactHours.UsualFrom, MailsUntil ?? ContactHours.UsualUntil, TimeZone ?? participantsZone);

    /// <summary>They, or the participant for them, chose the hours.</summary>
    public void Choose(ContactHours hours) =>
        (MailsFrom, MailsUntil, TimeZone) = (hours.From, hours.Until, hours.TimeZone);

    /// <summary>True when a message about a flag of this severity may leave.</summary>
    public bool MayBeTold(Severity severity) => State == SupportContactState.Confirmed && severity >= ConsentFrom;

    private void Answer(SupportContactState state, DateTime nowUtc)
    {
        if (State is SupportContactState.Withdrawn)
            throw new InvalidOperationException("A withdrawn nomination cannot be answered.");
        State = state;
        AnsweredAtUtc = nowUtc;
    }
}
