using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Security.Cryptography;
using System.Text;

namespace Wellbeing.App.Wording;

/// <summary>Every text of the product, by language: what is translated, what is missing, and which words a review was
/// of.</summary>
/// <param name="sources">One marker class for each resource file, from whichever project it lies in.</param>
public sealed class TextCatalogue(IEnumerable<TextSource> sources)
{
    private readonly IReadOnlyList<ResourceManager> _resources = [.. sources.Select(s => s.Resources)];
    private readonly ConcurrentDictionary<(string Tag, bool SafetyOnly), string> _prints = new();

    /// <summary>All keys with their English.</summary>
    public IReadOnlyDictionary<string, string> English => In(CultureInfo.InvariantCulture);

    /// <summary>What a language says itself; keys that fall back to English are not in it.</summary>
    public IReadOnlyDictionary<string, string> Of(Language language) =>
        language == Language.English ? English : In(CultureInfo.GetCultureInfo(language.Tag));

    /// <summary>Keys that this language lacks.</summary>
    public IReadOnlyList<string> MissingFrom(Language language) =>
        [
            .. English
                .Keys.Where(key => Plural.Needs(key, language.Culture))
                .Except(Of(language).Keys)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The same words have the same print; one word changed changes it.</summary>
    public string Print(Language language, bool safetyOnly) =>
        _prints.GetOrAdd(
            (language.Tag, safetyOnly),
            _ =>
            {
                var words = Of(language)
                    .Where(t => !safetyOnly || SafetyCritical.Keys.Contains(KeyOf(t.Key)))
                    .OrderBy(t => t.Key, StringComparer.Ordinal);
                return Convert.ToHexString(
                    SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', words.Select(w => $"{w.Key}\0{w.Value}"))))
                );
            }
        );

    private static string KeyOf(string full) => full[(full.IndexOf(':') + 1)..];

    private Dictionary<string, string> In(CultureInfo culture) =>
        _resources
            .SelectMany(r =>
                (
                    r.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.Cast<DictionaryEntry>() ?? []
                ).Select(e =>
                    KeyValuePair.Create($"{r.BaseName[(r.BaseName.LastIndexOf('.') + 1)..]}:{e.Key}", (string)e.Value!)
                )
            )
            .ToDictionary();
}

/// <summary>One resource file in all its languages.</summary>
public sealed record TextSource(ResourceManager Resources)
{
    public static TextSource Of<T>() =>
        new(new ResourceManager($"{typeof(T).Assembly.GetName().Name}.Resources.{typeof(T).Name}", typeof(T).Assembly));
}
