using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>A second-stage screen: asked when a nurse wants to know more, never by itself.</summary>
public enum Instrument
{
    /// <summary>
    /// Patient Health Questionnaire-4. Kroenke K, Spitzer RL, Williams JBW, Löwe B. Psychosomatics 2009;50(6):613-621.
    /// Developed with a grant of Pfizer Inc.; no permission is needed to reproduce, translate, display or distribute
    /// it.
    /// </summary>
    Phq4,
}

public enum ScreenState
{
    /// <summary>The person was asked and has not answered yet.</summary>
    Sent,
    Answered,

    /// <summary>The person would rather not answer.</summary>
    Declined,
}

/// <summary>Bands of the PHQ-4's total, as its authors give them.</summary>
public enum ScreenBand
{
    /// <summary>0 to 2.</summary>
    Normal,

    /// <summary>3 to 5.</summary>
    Mild,

    /// <summary>6 to 8.</summary>
    Moderate,

    /// <summary>9 to 12.</summary>
    Severe,
}

/// <summary>Answers to the four questions, each 0 (not at all) to 3 (nearly every day). All four, or none: a skip is
/// never a zero.</summary>
public sealed record Phq4(int Nervous, int Worrying, int LittleInterest, int Down)
{
    public const int Most = 3;

    /// <summary>From here on a subscale suggests a closer look at anxiety, or at depression.</summary>
    public const int SubscaleFrom = 3;

    public int Anxiety => Nervous + Worrying;
    public int Depression => LittleInterest + Down;
    public int Total => Anxiety + Depression;

    /// <summary>From here on the total suggests a closer look, however it is spread.</summary>
    public const int RaisedFrom = 6;

    /// <summary>A part or the total suggests a closer look: somebody is told.</summary>
    public bool IsRaised => Anxiety >= SubscaleFrom || Depression >= SubscaleFrom || Total >= RaisedFrom;

    public ScreenBand Band =>
        Total switch
        {
            <= 2 => ScreenBand.Normal,
            <= 5 => ScreenBand.Mild,
            <= 8 => ScreenBand.Moderate,
            _ => ScreenBand.Severe,
        };

    public bool IsInRange => new[] { Nervous, Worrying, LittleInterest, Down }.All(a => a is >= 0 and <= Most);
}

/// <summary>One asking of a screen, and what came of it.</summary>
public sealed class Screen : IVersioned
{
    /// <summary>How long it waits for an answer.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(14);

    /// <summary>Unanswered for so long, the person stands in the list of those not heard from.</summary>
    public static readonly TimeSpan NotHeardAfter = TimeSpan.FromDays(7);

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }

    /// <summary>The flag it was asked from, if any.</summary>
    public Guid? FlagId { get; init; }
    public Instrument Instrument { get; init; }
    public ScreenState State { get; private set; }
    public DateTime AskedAtUtc { get; init; }
    public Guid AskedBy { get; init; }
    public required string AskedByName { get; init; }
    public DateTime ExpiresAtUtc { get; init; }
    public DateTime? AnsweredAtUtc { get; private set; }

    /// <summary>The nurse who asked by telephone; null where the person answered themselves.</summary>
    public string? EnteredByName { get; private set; }

    /// <summary>Null until answered.</summary>
    public Phq4? Answers { get; private set; }
    public int Version { get; set; }

    /// <summary>True while the person may answer.</summary>
    public bool IsOpen(DateTime nowUtc) => State == ScreenState.Sent && nowUtc < ExpiresAtUtc;

    /// <param name="answers">Null: they would rather not answer.</param>
    /// <param name="enteredByName">The nurse on the telephone; null for the person themselves.</param>
    public void Answer(Phq4? answers, string? enteredByName, DateTime nowUtc)
    {
        if (State != ScreenState.Sent)
            throw new InvalidOperationException($"A screen that is {State} cannot be answered.");
        (State, Answers, EnteredByName, AnsweredAtUtc) = (
            answers is null ? ScreenState.Declined : ScreenState.Answered,
            answers,
            enteredByName,
            nowUtc
        );
    }
}
