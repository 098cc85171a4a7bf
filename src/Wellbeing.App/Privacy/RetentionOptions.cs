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
        if (options.FreeTextMonths is < 0 or > 1200)
            return Fail("FreeTextMonths", "1200, 24 by default");
        if (options.ClosedAccountYears is < 0 or > 100)
            return Fail("ClosedAccountYears", "100, 7 by default");
        if (options.MessageAddressMonths is < 0 or > 1200)
            return Fail("MessageAddressMonths", "1200, 6 by default");
        return options.LinkDays is < 0 or > 3650
            ? Fail("LinkDays", "3650, 30 by default")
            : ValidateOptionsResult.Success;

        static ValidateOptionsResult Fail(string key, string range) =>
            ValidateOptionsResult.Fail($"Retention:{key} is not a number from 0 (keep) to {range}. Correct it.");
    }
}
