using PhoneNumbers;

namespace Wellbeing.App.People;

/// <summary>Numbers as people type them. Without a country's code they are Australian.</summary>
public static class Telephone
{
    /// <summary>Longest number kept, in characters.</summary>
    public const int MaximumLength = 40;

    private const string Home = "AU";

    /// <summary>Whether nothing was typed, or something that can be a number: neither too short nor too long for its
    /// country.</summary>
    public static bool CanBe(string? typed) => string.IsNullOrWhiteSpace(typed) || Read(typed) is not null;

    /// <summary>
    /// As it is kept and shown: within Australia as one dials it there, elsewhere with the country's code. Null for
    /// nothing, and for what cannot be a number.
    /// </summary>
    /// <remarks>
    /// Possible is enough. Lists of numbers in use are always behind, and a person who knows their number is not argued
    /// with.
    /// </remarks>
    public static string? Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 2 * MaximumLength)
            return null;
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            var number = numbers.Parse(typed, Home);
            if (!numbers.IsPossibleNumber(number))
                return null;
            var home = number.CountryCode == numbers.GetCountryCodeForRegion(Home);
            // Nine digits after the 0, or one of the short and service numbers: a digit or the area code is what is
            // most easily left out.
            if (home && numbers.GetNationalSignificantNumber(number).Length != 9 && !numbers.IsValidNumber(number))
                return null;
            var kept = numbers.Format(number, home ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
            return kept.Length > MaximumLength ? null : kept;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Its last three digits, by which its owner knows it and nobody else learns it.</summary>
    public static string LastDigits(string number) => string.Concat(number.Where(char.IsAsciiDigit).TakeLast(3));
}
