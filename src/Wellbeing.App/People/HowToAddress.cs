using FluentValidation;

namespace Wellbeing.App.People;

/// <summary>How somebody likes to be spoken to; each only where they say it, and theirs to change.</summary>
/// <param name="PreferredName">What we call them; null for their name.</param>
/// <param name="Pronouns">In their own words, such as "she/her"; null where they do not say.</param>
/// <param name="SpokenLanguage">Tag or name of a <see cref="Wording.SpokenLanguage"/>, kept as the tag; null for the language of their
/// pages.</param>
public sealed record HowToAddress(string? PreferredName = null, string? Pronouns = null, string? SpokenLanguage = null)
{
    /// <summary>Longest pronouns accepted, in characters.</summary>
    public const int MaximumPronounsLength = 30;

    /// <summary>Longest tag kept, in characters.</summary>
    public const int MaximumTagLength = 10;

    /// <summary>Nothing said.</summary>
    public static HowToAddress NotSaid { get; } = new();

    /// <summary>As it is kept: without spaces around, and nothing where nothing was typed.</summary>
    public HowToAddress Clean() =>
        new(Said(PreferredName), Said(Pronouns), Wording.SpokenLanguage.Named(SpokenLanguage)?.Tag);

    /// <summary>Whether somebody can be called that.</summary>
    public static bool CanBeName(string? typed) =>
        Said(typed) is not { } name || (name.Length <= Participant.MaximumNameLength && !name.Any(char.IsControl));

    /// <summary>Whether these can be pronouns.</summary>
    public static bool CanBePronouns(string? typed) =>
        Said(typed) is not { } said || (said.Length <= MaximumPronounsLength && !said.Any(char.IsControl));

    /// <summary>Whether nothing was chosen, or a language of the list.</summary>
    public static bool CanBeSpoken(string? said) =>
        string.IsNullOrWhiteSpace(said) || Wording.SpokenLanguage.Named(said) is not null;

    private static string? Said(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}

/// <summary>The rules of <see cref="HowToAddress"/>, for every request that carries one: fields are named as
/// theirs.</summary>
internal sealed class HowToAddressValidator : AbstractValidator<HowToAddress>
{
    public HowToAddressValidator()
    {
        RuleFor(a => a.PreferredName)
            .Must(HowToAddress.CanBeName)
            .OverridePropertyName("preferredName")
            .WithMessage("Use at most 100 characters, or leave it empty.");
        RuleFor(a => a.Pronouns)
            .Must(HowToAddress.CanBePronouns)
            .OverridePropertyName("pronouns")
            .WithMessage("Use at most 30 characters, or leave it empty.");
        RuleFor(a => a.SpokenLanguage)
            .Must(HowToAddress.CanBeSpoken)
            .OverridePropertyName("spokenLanguage")
            .WithMessage(
                "Choose a language from the list: by its English name, such as Punjabi or Cantonese, or its code, such as pa or yue."
            );
    }

    /// <summary>Adds these rules to a request's own.</summary>
    public static void On<T>(
        AbstractValidator<T> validator,
        System.Linq.Expressions.Expression<Func<T, HowToAddress?>> address
    ) => validator.RuleFor(address!).SetValidator(new HowToAddressValidator()!).OverridePropertyName("");
}
