using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

public enum RecheckState
{
    Planned,

    /// <summary>Its day has come: the person was asked, and it stands in the nurses' list.</summary>
    Due,
    Done,

    /// <summary>The person left before its day.</summary>
    Dropped,
}

/// <summary>
/// A day on which somebody is looked at again after a flag was closed: the person is asked for a check-in, and the
/// nurses have an entry until one of them has looked.
/// </summary>
public sealed class Recheck : IVersioned
{
    /// <summary>Farthest day, counted from the resolve.</summary>
    public const int MostDays = 180;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public Guid FlagId { get; init; }

    /// <summary>The day, in the participant's zone.</summary>
    public DateOnly On { get; init; }

    /// <summary>The hour at which the person likes to be asked, on that day.</summary>
    public DateTime DueAtUtc { get; init; }
    public Guid SetBy { get; init; }
    public required string SetByName { get; init; }
    public DateTime SetAtUtc { get; init; }
    public RecheckState State { get; private set; }

    /// <summary>When the sweep must act; null once it has.</summary>
    public DateTime? NextActionAtUtc { get; private set; }

    /// <summary>The prompt it became; null where one was open already, or none could be laid.</summary>
    public Guid? PromptId { get; private set; }
    public DateTime? DoneAtUtc { get; private set; }
    public string? DoneByName { get; private set; }
    public int Version { get; set; }

    private Recheck() { }

    public static Recheck Plan(Participant participant, Guid flagId, DateOnly on, Actor by, DateTime nowUtc)
    {
        var dueAt = participant.Schedule.InstantOn(on, participant.TimeZone);
        return new Recheck
        {
            Id = Guid.CreateVersion7(nowUtc),
            ParticipantId = participant.Id,
            FlagId = flagId,
            On = on,
            DueAtUtc = dueAt,
            SetBy = by.UserId!.Value,
            SetByName = by.Name,
            SetAtUtc = nowUtc,
            State = RecheckState.Planned,
            NextActionAtUtc = dueAt,
        };
    }

    public void ComeDue(Guid? promptId)
    {
        if (State != RecheckState.Planned)
            throw new InvalidOperationException($"A re-check that is {State} cannot come due.");
        (State, PromptId, NextActionAtUtc) = (RecheckState.Due, promptId, null);
    }

    public void Drop()
    {
        if (State != RecheckState.Planned)
            throw new InvalidOperationException($"A re-check that is {State} cannot be dropped.");
        (State, NextActionAtUtc) = (RecheckState.Dropped, null);
    }

    /// <summary>Somebody looked, before or after its day.</summary>
    public void Finish(string byName, DateTime nowUtc) =>
        (State, DoneByName, DoneAtUtc, NextActionAtUtc) = (RecheckState.Done, byName, nowUtc, null);
}
