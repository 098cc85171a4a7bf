using System.Globalization;

namespace Wellbeing.App.Wording;

/// <summary>Which form of a counted noun a language takes: the plural rules of CLDR for the languages the product
/// speaks.</summary>
public static class Plural
{
    /// <summary>False for the singular of a counted noun in a language that has none: Chinese and Vietnamese count in
    /// one form.</summary>
    public static bool Needs(string key, CultureInfo culture) =>
        !key.EndsWith(".one", StringComparison.Ordinal) || Category(1, culture) == "one";

    /// <returns><c>zero</c>, <c>one</c>, <c>two</c>, <c>few</c>, <c>many</c> or <c>other</c>: the end of the resource's
    /// key.</returns>
    public static string Category(double number, CultureInfo culture) =>
        culture.TwoLetterISOLanguageName switch
        {
            "zh" or "vi" => "other",
            "ar" when number != Math.Floor(number) => "other",
            "ar" => number switch
            {
                0 => "zero",
                1 => "one",
                2 => "two",
                _ => (number % 100) switch
                {
                    >= 3 and <= 10 => "few",
                    >= 11 => "many",
                    _ => "other",
                },
            },
            _ => number == 1 ? "one" : "other",
        };
}
