namespace Wellbeing.App.People;

/// <summary>Has checking in made things better, no different, or worse?</summary>
public enum ExperienceAnswer
{
    Better,
    NoDifferent,
    Worse,
}

/// <summary>One answer to the question that is asked once a quarter.</summary>
public sealed class Experience
{
    /// <summary>How long an answer holds before the question is asked again.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromDays(91);

    /// <summary>So many check-ins must be known before anybody can say.</summary>
    public const int AskAfterCheckIns = 4;

    /// <summary>So long ago the first of them must have been, in days: a first week says little.</summary>
    public const int AskAfterDays = 28;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public DateTime AnsweredAtUtc { get; init; }

    /// <summary>Null where the person would rather not say.</summary>
    public ExperienceAnswer? Answer { get; init; }
}
