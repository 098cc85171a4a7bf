using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Tests;

/// <summary>Every text that participants and support contacts can see: there, used, and whole in every
/// language.</summary>
public sealed partial class TextsTests
{
    private static readonly string _root = Root();
    private static readonly string[] _names = ["ParticipantText", "SharedText", "GuidanceText", "MailText"];

    /// <summary>Explanations of findings are written for nurses, whose pages are in English.</summary>
    private const string ForNursesOnly = "FindingText";

    /// <summary>What another language may say as English does: words that it has borrowed.</summary>
    private static readonly HashSet<string> _borrowed =
    [
        "it:Nav.Label",
        "it:SignIn.Password",
        "it:Join.Password",
        "it:CheckIn.Emotion.Shock",
    ];

    /// <summary>Places are spelt as in English where the script is the same.</summary>
    private static bool IsPlace(string tag, string key) =>
        tag is "it" or "vi" && key.StartsWith("City.", StringComparison.Ordinal);

    private static readonly Dictionary<string, Dictionary<string, string>> _english = _names.ToDictionary(
        n => n,
        n => Read(n, null)
    );

    public static TheoryData<string, string> Translations() =>
        [.. _names.SelectMany(n => Language.All.Where(l => l != Language.English).Select(l => (n, l.Tag)))];

    [Fact]
    public void Every_key_that_code_or_markup_asks_for_is_there()
    {
        var known = _names.Append(ForNursesOnly).SelectMany(n => Read(n, null).Keys).ToHashSet();
        var missing = Sources()
            .SelectMany(s => AskedFor().Matches(s.Text).Select(m => (s.File, Key: m.Groups["key"].Value)))
            .Where(m => !known.Contains(m.Key))
            .Select(m => $"{m.File}: {m.Key}")
            .ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_key_is_asked_for_somewhere()
    {
        var code = Sources().ToList();
        var literals = code.SelectMany(s => Literals().Matches(s.Text).Select(m => m.Groups["text"].Value)).ToHashSet();
        // $"CheckIn.Emotion.{name}" asks for every key of that shape.
        var shapes = code.SelectMany(s => Shapes().Matches(s.Text).Select(m => m.Groups["text"].Value))
            .Distinct()
            .Select(s => new Regex("^" + string.Join("[A-Za-z0-9.-]+", Holes().Split(s).Select(Regex.Escape)) + "$"))
            .ToList();
        // A message of several kinds asks by $"{kind}.Subject".
        var mails = Sources("Wellbeing.App")
            .SelectMany(s => MailShapes().Matches(s.Text).Select(m => m.Groups["end"].Value))
            .Distinct()
            .Select(end => new Regex($"^[A-Za-z0-9]+{Regex.Escape(end)}$"))
            .ToList();
        var unused = _english
            .SelectMany(f => f.Value.Keys.Select(k => (File: f.Key, Key: k)))
            .Where(t =>
                !literals.Contains(t.Key)
                && !shapes.Exists(s => s.IsMatch(t.Key))
                && !(t.File == "MailText" && mails.Exists(m => m.IsMatch(t.Key)))
            )
            .Select(t => $"{t.File}: {t.Key}")
            .ToList();
        Assert.Empty(unused);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_text_is_translated_and_no_translation_is_left_over(string name, string tag)
    {
        var translated = Read(name, tag);
        Assert.Empty(_english[name].Keys.Except(translated.Keys).Select(k => $"missing: {k}"));
        Assert.Empty(translated.Keys.Except(_english[name].Keys).Select(k => $"left over: {k}"));
        Assert.Empty(
            translated
                .Where(t =>
                    t.Value == _english[name][t.Key] && !_borrowed.Contains($"{tag}:{t.Key}") && !IsPlace(tag, t.Key)
                )
                .Select(t => $"left in English: {t.Key}")
        );
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_translation_fills_in_what_the_English_does(string name, string tag) =>
        Assert.Empty(
            Read(name, tag)
                .Where(t =>
                    !Placeholders(t.Value).SequenceEqual(Placeholders(_english[name].GetValueOrDefault(t.Key, "")))
                )
                .Select(t => $"{t.Key}: {t.Value}")
        );

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_translation_is_plain_text_in_its_own_script_with_Western_digits(string name, string tag)
    {
        var mistakes = new List<string>();
        foreach (var (key, text) in Read(name, tag))
        {
            if (text != text.Trim() || text.Contains("  ", StringComparison.Ordinal))
                mistakes.Add($"{key}: stray space");
            if (text.IndexOfAny(['<', '>']) >= 0 || text.Contains('&'))
                mistakes.Add($"{key}: markup");
            // Direction is the page's and the isolates' affair: a mark typed into a text cannot be seen, nor be
            // reviewed.
            if (
                text.Any(c =>
                    c is '\u200E' or '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFEFF'
                )
            )
                mistakes.Add($"{key}: direction mark");
            if (text.Any(c => char.IsDigit(c) && !char.IsAsciiDigit(c)))
                mistakes.Add($"{key}: digits");
            if (!text.IsNormalized(NormalizationForm.FormC))
                mistakes.Add($"{key}: not in composed form");
            foreach (var (open, close) in new[] { ('(', ')'), ('（', '）'), ('«', '»'), ('“', '”') })
                if (text.Count(c => c == open) != text.Count(c => c == close))
                    mistakes.Add($"{key}: {open}{close}");
            var words = Placeholder().Replace(text, "");
            if (words.Any(char.IsLetter) && !Script(tag).IsMatch(words))
                mistakes.Add($"{key}: not in its script: {text}");
        }

        Assert.Empty(mistakes);
    }

    [Fact]
    public void Every_sentence_that_safety_hangs_on_is_a_text_and_never_stands_in_an_attribute()
    {
        var known = _english.SelectMany(f => f.Value.Keys).ToHashSet();
        Assert.Empty(SafetyCritical.Keys.Except(known));
        // In an attribute there is no room for the second language. A care card takes its title as both.
        var inAttributes = Sources()
            .Where(s => s.File.EndsWith(".cshtml", StringComparison.Ordinal))
            .SelectMany(s =>
                InAttribute()
                    .Matches(s.Text)
                    .Select(m =>
                        (
                            s.File,
                            Tag: m.Groups["tag"].Value,
                            Attribute: m.Groups["attribute"].Value,
                            Key: m.Groups["key"].Value
                        )
                    )
            )
            .Where(m =>
                SafetyCritical.Keys.Contains(m.Key)
                && (m.Tag, m.Attribute) is not (("care-card", "title") or ("tick-question", "statement"))
            );
        Assert.Empty(inAttributes);
    }

    [Fact]
    public void Whatever_a_person_reads_about_emergencies_and_about_nobody_watching_is_a_sentence_that_safety_hangs_on()
    {
        HashSet<string> others =
        [
            "Home.Public.Watch.Title", // A panel's title: the sentence below it says the same, in English too.
            "Support.Foundation.Note", // Beside a number for another purpose.
            "Footer.NotWatchedStaff", // Staff read English.
        ];
        Assert.Empty(
            _names
                .Where(n => n != "MailText")
                .SelectMany(n => _english[n])
                .Where(t => t.Value.Contains(' ') && AboutEmergencies().IsMatch(t.Value)) // A name is no sentence.
                .Select(t => t.Key)
                .Except(SafetyCritical.Keys)
                .Except(others)
        );
    }

    [Theory]
    [MemberData(nameof(Unreviewed))]
    public async Task The_English_beside_a_sentence_is_English_also_in_what_is_put_into_it(string tag)
    {
        await Task.Yield(); // What is set below ends with this test.
        Reading.In(Language.Closest(tag), reviewed: false);
        var factory = new SentenceFactory(
            new ResourceManagerStringLocalizerFactory(
                Options.Create(new LocalizationOptions { ResourcesPath = "Resources" }),
                NullLoggerFactory.Instance
            )
        );
        var day = new DateTime(2026, 11, 30, 11, 14, 0, DateTimeKind.Unspecified);
        var said = new Spoken(() => day.ToString(Language.Current.Day, CultureInfo.CurrentCulture));
        var seen = 0;
        foreach (var (name, type) in _types)
        {
            foreach (var key in _english[name].Keys.Intersect(SafetyCritical.Keys))
            {
                var sentence = Assert.IsType<SafetySentence>(factory.Create(type)[key, said, said]);
                var wanted = string.Format(
                    CultureInfo.InvariantCulture,
                    _english[name][key],
                    "Monday 30 November",
                    "Monday 30 November"
                );
                Assert.Equal(wanted, sentence.English);
                if (wanted != _english[name][key])
                    Assert.Contains(
                        day.ToString(Language.Closest(tag).Day, Language.Closest(tag).Culture),
                        sentence.Value,
                        StringComparison.Ordinal
                    );
                seen++;
            }
        }

        Assert.Equal(SafetyCritical.Keys.Count, seen);
    }

    public static TheoryData<string> Unreviewed() =>
        [.. Language.All.Where(l => l != Language.English).Select(l => l.Tag)];

    private static readonly (string Name, Type Type)[] _types =
    [
        ("ParticipantText", typeof(ParticipantText)),
        ("SharedText", typeof(SharedText)),
        ("GuidanceText", typeof(GuidanceText)),
        ("MailText", typeof(MailText)),
    ];

    private static IReadOnlyList<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    private static Regex Script(string tag) =>
        tag switch
        {
            "ar" => new Regex(@"\p{IsArabic}"),
            "zh-Hans" => new Regex(@"\p{IsCJKUnifiedIdeographs}"),
            "el" => new Regex(@"\p{IsGreekandCoptic}"),
            _ => new Regex(@"\p{L}"),
        };

    private static Dictionary<string, string> Read(string name, string? tag)
    {
        var file = Directory
            .GetFiles(
                Path.Combine(_root, "src"),
                tag is null ? $"{name}.resx" : $"{name}.{tag}.resx",
                SearchOption.AllDirectories
            )
            .SingleOrDefault();
        return file is null
            ? []
            : XDocument
                .Load(file)
                .Root!.Elements("data")
                .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);
    }

    private static IEnumerable<(string File, string Text)> Sources() => Sources("Wellbeing.App", "Wellbeing.Web");

    private static IEnumerable<(string File, string Text)> Sources(params string[] projects) =>
        projects
            .SelectMany(p =>
                Directory.EnumerateFiles(Path.Combine(_root, "src", p), "*.cs*", SearchOption.AllDirectories)
            )
            .Where(f =>
                !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains(
                    $"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
                && !f.EndsWith("SafetyCritical.cs", StringComparison.Ordinal)
                && (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal))
            )
            .Select(f => (Path.GetRelativePath(_root, f), File.ReadAllText(f)));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Wellbeing.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("""\b(?:P|T|G|[tT]ext|[tT]exts|shared)\["(?<key>[A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)"[\],]""")]
    private static partial Regex AskedFor();

    [GeneratedRegex("(?<!\\$)\"(?<text>[A-Za-z0-9.]+)\"")]
    private static partial Regex Literals();

    [GeneratedRegex("""\$"(?<text>[A-Z][A-Za-z0-9]*\.(?:[A-Za-z0-9.]|\{[^{}"]+\})+)(?:"|$)""")]
    private static partial Regex Shapes();

    [GeneratedRegex("""\$"\{[^{}"]+\}(?<end>\.[A-Za-z0-9.]+)[^A-Za-z0-9.]""")]
    private static partial Regex MailShapes();

    [GeneratedRegex("emergenc|around the clock|in danger|ending your life", RegexOptions.IgnoreCase)]
    private static partial Regex AboutEmergencies();

    [GeneratedRegex(@"\{[^{}]+}")]
    private static partial Regex Holes();

    [GeneratedRegex(@"\{\d+[^}]*\}|%\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""<(?<tag>[a-z-]+)\b[^<>]*?\s(?<attribute>[a-z-]+)="@[PTG]\["(?<key>[A-Za-z0-9.]+)""")]
    private static partial Regex InAttribute();
}
