using Microsoft.Extensions.Options;

namespace Wellbeing.App.Privacy;

/// <summary>Section <c>Retention</c>: how long what is kept. 0 keeps it without end.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Months until a check-in's own words are removed; its answers stay.</summary>
    public int FreeTextMonths { get; set; } = 24;

    /// <summary>Years after closing until everything that says who somebody was is removed.</summary>
    public int ClosedAccountYears { get; set; } = 7;

    /// <summary>Months until a message's address and name are removed.</summary>
    public int MessageAddressMonths { get; set; } = 6;

    /// <summary>Days until links that ended, and invitations nobody accepted, are removed.</summary>
    public int LinkDays { get; set; } = 30;
}

/// <summary>One-line refusals for <see cref="RetentionOptions"/>.</summary>
public sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var problems = new List<string>();
        Within("FreeTextMonths", options.FreeTextMonths, 1200, 24);
        Within("ClosedAccountYears", options.ClosedAccountYears, 100, 7);
        Within("MessageAddressMonths", options.MessageAddressMonths, 1200, 6);
        Within("LinkDays", options.LinkDays, 3650, 30);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Within(string key, int value, int most, int usual)
        {
            if (value < 0 || value > most)
                problems.Add(
                    $"Retention:{key} is not a number from 0 (keep) to {most}, {usual} by default. Correct it."
                );
        }
    }
}
