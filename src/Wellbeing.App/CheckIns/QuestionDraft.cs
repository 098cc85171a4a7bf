using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>Questions that administrators are working on: one draft, seen by all of them. Asked of nobody until it is
/// published.</summary>
public sealed class QuestionDraft : IVersioned
{
    /// <summary>There is one: the key makes sure.</summary>
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;
    public required QuestionPlan Plan { get; set; }

    /// <summary>The published version it was begun from; 0 for the product's own questions.</summary>
    public int BasedOn { get; set; }

    /// <summary>Who changed it last.</summary>
    public required string EditedByName { get; set; }
    public DateTime EditedAtUtc { get; set; }
    public int Version { get; set; }
}
