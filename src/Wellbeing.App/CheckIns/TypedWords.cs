namespace Wellbeing.App.CheckIns;

/// <summary>Words of a question in one language, as typed.</summary>
/// <param name="Choices">One a line.</param>
public sealed record TypedWords(
    string? Legend,
    string? Hint,
    string? Min = null,
    string? Max = null,
    string? Choices = null
)
{
    public const int LongestLegend = 200;
    public const int LongestHint = 300;
    public const int LongestEnd = 60;
    public const int LongestChoice = 100;

    public bool IsEmpty => new[] { Legend, Hint, Min, Max, Choices }.All(string.IsNullOrWhiteSpace);

    public IReadOnlyList<string> ChoiceLines =>
        Choices
            ?.ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];

    internal static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
