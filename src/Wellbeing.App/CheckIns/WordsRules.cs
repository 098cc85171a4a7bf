using FluentValidation;

namespace Wellbeing.App.CheckIns;

internal static class WordsRules
{
    public static void Line<T>(
        ValidationContext<T> check,
        string at,
        string? text,
        int longest,
        string? whenEmpty = null
    )
    {
        var length = text?.Trim().Length ?? 0;
        if (length == 0 && whenEmpty is not null)
            check.AddFailure(at, whenEmpty);
        else if (length > longest)
            check.AddFailure(at, $"Shorten it to {longest} characters.");
        else if (text?.Contains('\0') == true)
            check.AddFailure(at, "Remove the character U+0000."); // PostgreSQL cannot store it.
    }
}
