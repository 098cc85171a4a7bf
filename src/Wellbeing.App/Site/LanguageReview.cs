using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Site;

/// <summary>How far a translation can be trusted. A language without a row is a machine's draft.</summary>
public enum ReviewState
{
    MachineDraft,
    Reviewed,
}

/// <summary>Who has reviewed a translation, as an administrator recorded it.</summary>
public sealed class LanguageReview : IVersioned
{
    /// <summary>BCP 47 tag.</summary>
    public required string Language { get; init; }
    public ReviewState State { get; set; }

    /// <summary>The reviewer and what qualifies them: "Dr Hana Saleh, NAATI translator".</summary>
    public string? ReviewedBy { get; set; }
    public DateOnly? ReviewedOn { get; set; }

    /// <summary>Which words were reviewed: of all texts, and of those that safety hangs on. Other words are not
    /// reviewed ones.</summary>
    public string? AllWords { get; set; }
    public string? SafetyWords { get; set; }
    public DateTime RecordedAtUtc { get; set; }
    public required string RecordedByName { get; set; }
    public int Version { get; set; }
}
