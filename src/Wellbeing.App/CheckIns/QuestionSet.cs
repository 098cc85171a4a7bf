namespace Wellbeing.App.CheckIns;

/// <summary>A numbered version of the check-in's questions. Never changed once published; the newest is in force. None:
/// the product's own, as version 0.</summary>
public sealed class QuestionSet
{
    public const int LongestReason = 1000;

    /// <summary>1, 2, 3...</summary>
    public int Version { get; init; }
    public required QuestionPlan Plan { get; init; }
    public DateTime PublishedAtUtc { get; init; }
    public Guid? PublishedBy { get; init; }
    public required string PublishedByName { get; init; }

    /// <summary>Why, in the administrator's words.</summary>
    public required string Reason { get; init; }
}
