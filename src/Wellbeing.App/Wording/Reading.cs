using System.Globalization;

namespace Wellbeing.App.Wording;

/// <summary>
/// Whom the page or message being made is for, as far as words go. Ambient like the culture it goes with: it belongs to
/// every sentence, and to no method's meaning.
/// </summary>
public static class Reading
{
    private static readonly AsyncLocal<bool> _englishBeside = new();

    /// <summary>True while nobody has reviewed the translation: the English stands beside the sentences that safety
    /// hangs on.</summary>
    public static bool EnglishBeside => _englishBeside.Value;

    /// <summary>From here on, and until the caller's method ends, sentences are in this language.</summary>
    public static void In(Language language, bool reviewed)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (language.Culture, language.Culture);
        _englishBeside.Value = language != Language.English && !reviewed;
    }
}
