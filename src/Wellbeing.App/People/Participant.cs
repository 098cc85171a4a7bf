using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>Who a participant is to the illness.</summary>
public enum ParticipantKind
{
    Patient,

    /// <summary>Checks in for themselves; sees nothing of the patient.</summary>
    FamilyMember,
}

/// <summary>Which mails a participant wants about a check-in. Check-ins stay open on the site whatever this
/// says.</summary>
public enum PromptMails
{
    /// <summary>One when it is due, one more if it is still open.</summary>
    InvitationAndReminder,

    /// <summary>One when it is due.</summary>
    InvitationOnly,
    None,
}

/// <summary>When in the day, where the person lives, a call suits them best.</summary>
public enum TimeToCall
{
    Any,
    Morning,
    Afternoon,
    Evening,
}

/// <summary>A person who checks in: a patient, or a family member for themselves.</summary>
public sealed class Participant : IVersioned
{
    private static readonly TimeSpan _tooSoon = TimeSpan.FromDays(2);

    /// <summary>Longest name accepted, in characters.</summary>
    public const int MaximumNameLength = 100;

    public Guid Id { get; init; }
    public ParticipantKind Kind { get; init; }

    /// <summary>As the team knows the person.</summary>
    public required string Name
    {
        get;
        set
        {
            field = value;
            SearchName = Searched(value, PreferredName);
        }
    }

    /// <summary>What we call them, where that is another name; null for <see cref="Name"/>.</summary>
    public string? PreferredName
    {
        get;
        set
        {
            field = value;
            SearchName = Searched(Name, value);
        }
    }

    /// <summary>In their own words, such as "she/her"; null where they do not say.</summary>
    public string? Pronouns { get; set; }

    /// <summary>The names in capitals: providers differ in how they compare letters of either case.</summary>
    public string SearchName { get; private set; } = "";

    /// <summary>How mails and pages greet them.</summary>
    public string CalledName => PreferredName ?? Name;
    public required string Email { get; set; }
    public string? Phone { get; set; }

    /// <summary>Null until they say.</summary>
    public TimeToCall? BestTimeToCall { get; set; }

    /// <summary>Whether a nurse who does not reach them may leave a message; null until they say, and then nobody
    /// leaves one.</summary>
    public bool? MayLeaveMessage { get; set; }

    /// <summary>BCP 47 tag, e.g. <c>en</c>, <c>ar</c>, <c>zh-Hans</c>.</summary>
    public string Language { get; set; } = "en";
    public bool NeedsInterpreter { get; set; }

    /// <summary>Tag of the language they like to speak, where it is another than that of their pages:
    /// <see cref="Wording.SpokenLanguage"/>.</summary>
    public string? SpokenLanguage { get; set; }

    /// <summary>IANA zone, e.g. <c>Australia/Hobart</c>.</summary>
    public required string TimeZone { get; set; }
    public Guid? AccountId { get; set; }
    public Guid? CohortId { get; set; }
    public DateTime CreatedAtUtc { get; init; }
    public DateTime? ClosedAtUtc { get; private set; }

    public CheckInSchedule Schedule { get; private set; } = CheckInSchedule.Default;

    /// <summary>When the next prompt falls due; null while closed.</summary>
    public DateTime? NextPromptAtUtc { get; private set; }

    /// <summary>Prompts due before this instant are recorded as paused and not sent (in hospital, on
    /// holiday).</summary>
    public DateTime? PausedUntilUtc { get; set; }

    /// <summary>When that pause begins; null for at once.</summary>
    public DateTime? PausedFromUtc { get; set; }

    /// <summary>Since when the person does not want to be asked at all. They may check in whenever they like.</summary>
    public DateTime? AskingStoppedAtUtc { get; private set; }

    public PromptMails PromptMails { get; set; }

    /// <summary>Whether a mail tells them that a nurse left a note; null until they choose, and then as for
    /// check-ins.</summary>
    public bool? ReplyMails { get; set; }

    /// <summary>True where a mail may tell them that there is a note.</summary>
    public bool WantsReplyMails => ReplyMails ?? (PromptMails != PromptMails.None && AskingStoppedAtUtc is null);

    /// <summary>True when the person prefers all questions on one page; false: one question a page.</summary>
    public bool AllQuestionsOnOnePage { get; set; }

    public int Version { get; set; }

    /// <summary>Sets how they like to be spoken to.</summary>
    public void Address(HowToAddress address) => (PreferredName, Pronouns, SpokenLanguage) = address.Clean();

    private static string Searched(string? name, string? preferred) =>
        (preferred is null ? name ?? "" : $"{name} {preferred}").ToUpperInvariant();

    /// <summary>Sets when and how often the person is asked, and lays the next prompt.</summary>
    public void Reschedule(CheckInSchedule schedule, DateTime nowUtc)
    {
        Schedule = schedule;
        AskingStoppedAtUtc = null;
        NextPromptAtUtc = ClosedAtUtc is null ? schedule.NextAfter(nowUtc, TimeZone) : null;
    }

    /// <summary>Asks no more, until the person chooses how often again.</summary>
    public void StopAsking(DateTime nowUtc)
    {
        AskingStoppedAtUtc ??= nowUtc;
        NextPromptAtUtc = null;
    }

    /// <summary>True within the pause the person asked for.</summary>
    public bool IsPausedAt(DateTime atUtc) => PausedUntilUtc > atUtc && !(PausedFromUtc > atUtc);

    /// <summary>Records that a prompt was laid for the present due time, and moves on to the first one after
    /// <paramref name="nowUtc"/>.</summary>
    public void PromptLaid(DateTime nowUtc) => NextPromptAtUtc = Schedule.NextAfter(nowUtc, TimeZone);

    /// <summary>
    /// They checked in of themselves: nobody is asked again on the same day; and who is asked weekly or less often, and
    /// is at ease, not within the next two days either.
    /// </summary>
    public void CheckedInUnasked(DateTime nowUtc, bool atEase)
    {
        if (NextPromptAtUtc is not { } next || next <= nowUtc)
            return;
        if (
            TimeZones.LocalDate(next, TimeZone) == TimeZones.LocalDate(nowUtc, TimeZone)
            || (atEase && Schedule.Cadence != Cadence.Daily && next - nowUtc < _tooSoon)
        )
        {
            NextPromptAtUtc = Schedule.NextAfter(next, TimeZone);
        }
    }

    /// <summary>When the person is really asked next: the next due time that no pause swallows; null while
    /// closed.</summary>
    public DateTime? NextAskedAtUtc() =>
        NextPromptAtUtc is { } next && PausedUntilUtc is { } pause && IsPausedAt(next)
            ? Schedule.NextAfter(pause.AddTicks(-1), TimeZone)
            : NextPromptAtUtc;

    /// <summary>Ends the participation: nothing more is asked; what was said is kept for as long as retention
    /// says.</summary>
    public void Close(DateTime nowUtc)
    {
        ClosedAtUtc ??= nowUtc;
        NextPromptAtUtc = null;
    }
}
