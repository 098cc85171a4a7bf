namespace Wellbeing.App.Wording;

/// <summary>Names as people are spoken to.</summary>
public static class PersonName
{
    /// <summary>What a greeting calls somebody: what they want to be called, else their first name.</summary>
    public static string Called(string name, string? preferred, Language language) =>
        preferred ?? First(name, language);

    /// <summary>The name somebody is called by: the first of it, in Vietnamese the last.</summary>
    public static string First(string name, Language language)
    {
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0 ? name
            : language.Tag == "vi" ? parts[^1]
            : parts[0];
    }
}
