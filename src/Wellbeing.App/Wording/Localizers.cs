using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Wellbeing.App.Wording;

/// <summary>
/// The resource files' own localizers, and two things they do not know: names and numbers put into a sentence keep
/// their own direction, and a sentence that safety hangs on has the English beside it while its translation is
/// unreviewed.
/// </summary>
public sealed class SentenceFactory(ResourceManagerStringLocalizerFactory resources) : IStringLocalizerFactory
{
    public IStringLocalizer Create(Type resourceSource) =>
        new Sentences(resources.Create(resourceSource), isMail: resourceSource == typeof(MailText));

    public IStringLocalizer Create(string baseName, string location) =>
        new Sentences(resources.Create(baseName, location), isMail: false);

    private sealed class Sentences(IStringLocalizer texts, bool isMail) : IStringLocalizer
    {
        // First strong isolate, pop directional isolate: what stands between them is laid out by itself.
        private const char Isolate = '\u2068',
            End = '\u2069';

        public LocalizedString this[string name] => Of(name, t => t[name]);

        public LocalizedString this[string name, params object[] arguments] =>
            Of(name, t => t[name, [.. arguments.Select(Isolated)]]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
            texts.GetAllStrings(includeParentCultures);

        private LocalizedString Of(string name, Func<IStringLocalizer, LocalizedString> read)
        {
            var own = read(texts);
            if (!Reading.EnglishBeside || !SafetyCritical.Keys.Contains(name))
                return own;
            var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            try
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (
                    Language.English.Culture,
                    Language.English.Culture
                );
                var english = read(texts).Value;
                return english == own.Value ? own : new SafetySentence(own, english, isMail);
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
            }
        }

        /// <summary>An English name in an Arabic sentence, or the reverse, and a telephone number in either.</summary>
        private static object Isolated(object argument) =>
            (argument as string ?? (argument as LocalizedString)?.Value ?? (argument as Spoken)?.ToString())
                is { Length: > 0 } text
                ? CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft || text.Any(IsRightToLeft)
                    ? Isolate + text + End
                    : text
                : argument;

        private static bool IsRightToLeft(char c) =>
            c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC';
    }
}

/// <summary>What has words of its own and is put into a sentence, such as the name of a day: said anew in the language
/// of each sentence that it is put into, so also in the English that stands beside one.</summary>
public sealed class Spoken(Func<string> say)
{
    /// <summary>It, in the language of the moment.</summary>
    public override string ToString() => say();
}

/// <summary>A sentence that safety hangs on, in a translation that nobody has reviewed.</summary>
/// <remarks>A message is text, so there the English is its second line. A page marks it as English, and finds it in
/// <see cref="English"/>.</remarks>
public sealed class SafetySentence(LocalizedString own, string english, bool isMail)
    : LocalizedString(
        own.Name,
        isMail ? $"{own.Value}\n{english}" : own.Value,
        own.ResourceNotFound,
        own.SearchedLocation
    )
{
    public string English => english;
}
