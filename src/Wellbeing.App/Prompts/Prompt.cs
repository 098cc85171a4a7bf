using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.App.Prompts;

/// <summary>Where a prompt stands.</summary>
public enum PromptState
{
    Sent,
    Reminded,
    Answered,
    Missed,

    /// <summary>Fell due, or would have been reminded of, while the person had asked not to be asked.</summary>
    Paused,

    /// <summary>No mail about it reached the person, so they did not miss it: its time is over all the same.</summary>
    NotDelivered,
}

/// <summary>One due check-in of a participant's schedule.</summary>
public sealed class Prompt : IVersioned
{
    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public DateTime DueAtUtc { get; init; }

    /// <summary>In the participant's zone; one prompt a participant and date.</summary>
    public DateOnly DueLocalDate { get; init; }
    public DateTime RemindAtUtc { get; init; }

    /// <summary>From here on it counts as missed.</summary>
    public DateTime MissedAtUtc { get; init; }
    public PromptState State { get; private set; }
    public Guid? CheckInId { get; private set; }

    /// <summary>When the sweep must look at it again; null once answered, missed, paused or not delivered.</summary>
    public DateTime? NextActionAtUtc { get; private set; }

    /// <summary>When the person first followed the link in a mail about it.</summary>
    public DateTime? OpenedAtUtc { get; private set; }
    public int Version { get; set; }

    /// <summary>The prompt for <paramref name="dueAtUtc"/>: sent, or recorded as paused.</summary>
    public static Prompt Lay(Participant participant, DateTime dueAtUtc, DateTime nowUtc)
    {
        var (remindAfter, missedAfter) = Timing(participant.Schedule.Cadence);
        var paused = participant.IsPausedAt(dueAtUtc);
        // Counted from the moment it really went out: somebody asked late is not reminded at once.
        var from = dueAtUtc > nowUtc ? dueAtUtc : nowUtc;
        var remindAt = participant.Schedule.OutsideQuietHours(from + remindAfter, participant.TimeZone);
        return new Prompt
        {
            Id = Guid.CreateVersion7(nowUtc),
            ParticipantId = participant.Id,
            DueAtUtc = dueAtUtc,
            DueLocalDate = TimeZones.LocalDate(dueAtUtc, participant.TimeZone),
            RemindAtUtc = remindAt,
            MissedAtUtc = from + missedAfter,
            State = paused ? PromptState.Paused : PromptState.Sent,
            NextActionAtUtc = paused ? null : remindAt,
        };
    }

    public bool IsOpen => State is PromptState.Sent or PromptState.Reminded;

    /// <summary>The one reminder went out.</summary>
    public void Remind()
    {
        if (State != PromptState.Sent)
            throw new InvalidOperationException($"A prompt that is {State} cannot be reminded of.");
        State = PromptState.Reminded;
        NextActionAtUtc = MissedAtUtc;
    }

    public void Answer(Guid checkInId)
    {
        if (!IsOpen)
            throw new InvalidOperationException($"A prompt that is {State} cannot be answered.");
        State = PromptState.Answered;
        CheckInId = checkInId;
        NextActionAtUtc = null;
    }

    public void Miss()
    {
        if (!IsOpen)
            throw new InvalidOperationException($"A prompt that is {State} cannot be missed.");
        State = PromptState.Missed;
        NextActionAtUtc = null;
    }

    /// <summary>
    /// Its time is over, and no mail about it arrived: nobody missed anything. A mail may come back after it counted
    /// as missed.
    /// </summary>
    public void NeverArrived()
    {
        if (!IsOpen && State != PromptState.Missed)
            throw new InvalidOperationException($"A prompt that is {State} cannot be undelivered.");
        State = PromptState.NotDelivered;
        NextActionAtUtc = null;
    }

    /// <summary>The person followed a link in a mail about it; the first time counts.</summary>
    public void Opened(DateTime nowUtc) => OpenedAtUtc ??= nowUtc;

    /// <summary>The person paused, or left, after it was sent: it is neither reminded of nor missed.</summary>
    public void Pause()
    {
        if (!IsOpen)
            throw new InvalidOperationException($"A prompt that is {State} cannot be paused.");
        State = PromptState.Paused;
        NextActionAtUtc = null;
    }

    /// <summary>How long after it was sent a prompt is repeated once, and when it counts as missed.</summary>
    public static (TimeSpan RemindAfter, TimeSpan MissedAfter) Timing(Cadence cadence) =>
        cadence switch
        {
            Cadence.Daily => (TimeSpan.FromHours(6), TimeSpan.FromHours(20)),
            Cadence.Weekly => (TimeSpan.FromDays(1), TimeSpan.FromDays(4)),
            Cadence.Fortnightly => (TimeSpan.FromDays(2), TimeSpan.FromDays(6)),
            Cadence.Monthly => (TimeSpan.FromDays(3), TimeSpan.FromDays(8)),
            _ => throw new ArgumentOutOfRangeException(nameof(cadence)),
        };
}
