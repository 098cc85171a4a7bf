using System.Globalization;

namespace Wellbeing.App.Wording;

/// <summary>A language that participants and support contacts are written to in, and how it writes dates and
/// lists.</summary>
public sealed class Language
{
    private Language(
        string tag,
        string ownName,
        string englishName,
        string day,
        string dayAndYear,
        string date,
        string shortDate,
        string comma = ", ",
        string gap = " "
    )
    {
        (Tag, OwnName, EnglishName) = (tag, ownName, englishName);
        (Day, DayAndYear, Date, ShortDate) = (day, dayAndYear, date, shortDate);
        (Comma, Gap) = (comma, gap);
        Culture = CultureOf(tag);
    }

    public static Language English { get; } =
        new("en-AU", "English", "English", "dddd d MMMM", "dddd d MMMM yyyy", "d MMMM", "d MMM");

    /// <summary>All of them, English first: it is the language that others are translated from.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        English,
        new(
            "zh-Hans",
            "简体中文",
            "Chinese (Simplified)",
            "M月d日dddd",
            "yyyy年M月d日dddd",
            "M月d日",
            "M月d日",
            "、",
            ""
        ),
        new("ar", "العربية", "Arabic", "dddd، d MMMM", "dddd، d MMMM yyyy", "d MMMM", "d MMM", "، "),
        new("vi", "Tiếng Việt", "Vietnamese", "dddd, d MMMM", "dddd, d MMMM yyyy", "d MMMM", "d/M"),
        new("it", "Italiano", "Italian", "dddd d MMMM", "dddd d MMMM yyyy", "d MMMM", "d MMM"),
        new("el", "Ελληνικά", "Greek", "dddd d MMMM", "dddd d MMMM yyyy", "d MMMM", "d MMM"),
    ];

    /// <summary>The language of the page or message being made.</summary>
    public static Language Current => Closest(CultureInfo.CurrentUICulture.Name);

    /// <summary>BCP 47, as stored and as written into pages.</summary>
    public string Tag { get; }

    /// <summary>What its readers call it, in its own script.</summary>
    public string OwnName { get; }

    public string EnglishName { get; }

    /// <summary>Western digits and the Gregorian calendar in every language.</summary>
    public CultureInfo Culture { get; }

    public bool IsRightToLeft => Culture.TextInfo.IsRightToLeft;

    /// <summary>For <c>dir</c>.</summary>
    public string Direction => IsRightToLeft ? "rtl" : "ltr";

    /// <summary>Format of a day with its name, "Tuesday 24 November".</summary>
    public string Day { get; }

    public string DayAndYear { get; }

    /// <summary>Format of a date, "24 November".</summary>
    public string Date { get; }

    /// <summary>Format of a date of any year, "24 November 2026".</summary>
    public string DateAndYear => Date.StartsWith('M') ? $"yyyy年{Date}" : $"{Date} yyyy";

    /// <summary>Format of a date where there is little room, "24 Nov".</summary>
    public string ShortDate { get; }

    /// <summary>Between the things of a list.</summary>
    public string Comma { get; }

    /// <summary>Between two sentences.</summary>
    public string Gap { get; }

    /// <summary>The language of this tag, wider or narrower ones included ("en", "zh-CN", "it-IT"); null when we have
    /// none.</summary>
    public static Language? Find(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag))
            return null;
        var parts = tag.Trim().Split('-', '_');
        // Traditional characters are another script: whoever asks for them is better served with English than with a
        // guess.
        if (
            parts[0].Equals("zh", StringComparison.OrdinalIgnoreCase)
            && parts.Skip(1).Any(p => p.ToUpperInvariant() is "HANT" or "TW" or "HK" or "MO")
        )
            return null;
        return All.FirstOrDefault(l => l.Tag.Split('-')[0].Equals(parts[0], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As <see cref="Find"/>, and English where we have none.</summary>
    public static Language Closest(string? tag) => Find(tag) ?? English;

    /// <summary>What is said in this language, whatever the reader's is.</summary>
    public T Speak<T>(Func<T> said)
    {
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Culture;
            return said();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }
    }

    /// <summary>Sentences one after another.</summary>
    public string Join(IEnumerable<string> sentences) => string.Join(Gap, sentences);

    private static CultureInfo CultureOf(string tag)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(tag).Clone();
        culture.NumberFormat.DigitSubstitution = DigitShapes.None;
        if (culture.TextInfo.IsRightToLeft)
        {
            // As Arabic is printed in Australia: Western digits, with the separators that belong to them.
            culture.DateTimeFormat.Calendar = new GregorianCalendar();
            culture.NumberFormat.NumberGroupSeparator = ",";
            culture.NumberFormat.NumberDecimalSeparator = ".";
            culture.NumberFormat.NegativeSign = "-";
        }

        // "10:00 π.μ." at the end of a sentence would end it with two full stops; mails have the hours of the day, too.
        if (tag == "el")
            culture.DateTimeFormat.ShortTimePattern = "H:mm";
        return CultureInfo.ReadOnly(culture);
    }
}
