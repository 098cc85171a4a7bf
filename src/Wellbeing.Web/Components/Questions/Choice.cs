namespace Wellbeing.Web.Components.Questions;

/// <summary>One answer to choose.</summary>
/// <param name="Hint">One short line under the text.</param>
/// <param name="Exclusive">"None of these": unticks the others where scripts run. Comes after an "or".</param>
public sealed record Choice(string Value, string Text, string? Hint = null, bool Exclusive = false)
{
    /// <summary>Choices of one group stand under its name in a list; null for none.</summary>
    public string? Group { get; init; }
}
