namespace Wellbeing.App.Prompts;

/// <summary>What came of a call to somebody who was not heard from, where no check-in came of it.</summary>
public enum PromptCallOutcome
{
    NoAnswer,

    /// <summary>Reached, and would rather not answer now.</summary>
    RatherNot,
}

/// <summary>One call of the team about an unanswered prompt, so that two nurses do not ring the same person.</summary>
public sealed class PromptCall
{
    public Guid Id { get; init; }
    public Guid PromptId { get; init; }
    public Guid ParticipantId { get; init; }
    public DateTime AtUtc { get; init; }
    public Guid By { get; init; }
    public required string ByName { get; init; }
    public PromptCallOutcome Outcome { get; init; }
}
