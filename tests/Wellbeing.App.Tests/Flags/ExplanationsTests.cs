using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Flags;
using Wellbeing.App.Wording;
using Wellbeing.Detection;

namespace Wellbeing.App.Tests.Flags;

public sealed partial class ExplanationsTests
{
    private static readonly Explanations _explanations = new ServiceCollection()
        .AddLogging()
        .AddLocalization(localization => localization.ResourcesPath = "Resources")
        .AddSingleton<Explanations>()
        .BuildServiceProvider()
        .GetRequiredService<Explanations>();

    private static readonly DateOnly _lastCheckIn = new(2026, 11, 30);

    // Thresholds are unlike every other number here, so that one that slips through is seen.
    private static readonly (Rule Rule, Evidence Evidence)[] _all =
    [
        (Rule.Worsening, new WorseningEvidence(2.1, 12, 5.5, 3.4, 5.2, 4.1, 7771, 10, 6, PerceivedChange.Growing, 3.3)),
        (Rule.Persistent, new PersistentEvidence(3, 4, 21.2, 7772, 6.5, 8, 3.3)),
        (Rule.PersistentImpactUnknown, new PersistentImpactUnknownEvidence(3, 4, 21.2, 7775, 1, 8, 3.3)),
        (Rule.PersistentReported, new PersistentReportedEvidence(PerceivedDuration.Longer, 8, 7776, 6, 3.3)),
        (Rule.PersistentReported, new PersistentReportedEvidence(PerceivedDuration.OneOrTwoWeeks, 8, 7776, null)),
        (Rule.Acute, new AcuteEvidence(9, 7773, 7774)),
        (Rule.Acute, new AcuteEvidence(9, 7773, 7774, 7)),
        (Rule.Silence, new SilenceEvidence(15, 7, false, _lastCheckIn)),
        (Rule.ContactRequested, new ContactRequestedEvidence(4)),
        (Rule.NotSafe, new NotSafeEvidence()),
        (Rule.Screen, new ScreenEvidence(8, 4, 4)),
        (Rule.Screen, new ScreenEvidence(10, 6, 4)),
        (Rule.HarmReported, new HarmReportedEvidence()),
    ];

    public static TheoryData<string> Languages => ["ar", "el", "it", "vi", "zh-Hans"];

    [Theory]
    [InlineData(1, "Rose 1 point in 1 week.")]
    [InlineData(2, "Rose 2 points in 2 weeks.")]
    public void English_counts_one_and_many(int many, string sentence) =>
        Assert.Contains(sentence, In("en", () => _explanations.Explain(Rule.Worsening, Rising(many))).Sentences);

    [Theory]
    [InlineData(1, "أسبوع واحد")]
    [InlineData(2, "أسبوعين")]
    [InlineData(3, "3 أسابيع")]
    [InlineData(10, "10 أسابيع")]
    [InlineData(11, "11 أسبوعًا")]
    [InlineData(100, "100 أسبوع.")]
    [InlineData(103, "103 أسابيع")]
    public void Arabic_counts_in_its_six_ways(int weeks, string words) =>
        Assert.Contains(
            In("ar", () => _explanations.Explain(Rule.Worsening, Rising(weeks))).Sentences,
            s => s.Contains(words, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("it", 1, "1 settimana.")]
    [InlineData("it", 4, "4 settimane.")]
    [InlineData("el", 1, "1 εβδομάδα.")]
    [InlineData("el", 4, "4 εβδομάδες.")]
    [InlineData("vi", 1, "1 tuần.")]
    [InlineData("zh-Hans", 4, "4 周内")]
    public void Other_languages_count_in_their_own(string language, int weeks, string words) =>
        Assert.Contains(
            In(language, () => _explanations.Explain(Rule.Worsening, Rising(weeks))).Sentences,
            s => s.Contains(words, StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_tells_every_finding_in_its_own_words_with_the_same_numbers(string language)
    {
        foreach (var (rule, evidence) in _all)
        {
            var (english, own) = (
                In("en", () => _explanations.Explain(rule, evidence)),
                In(language, () => _explanations.Explain(rule, evidence))
            );
            Assert.Equal(english.Sentences.Count, own.Sentences.Count);
            foreach (
                var (theirs, ours) in english.Sentences.Append(english.Headline).Zip(own.Sentences.Append(own.Headline))
            )
            {
                Assert.NotEqual(theirs, ours);
                Assert.DoesNotMatch(@"\{\d\}|\bWorsening\.|\bCount\.", ours);
                var comma = CultureInfo.GetCultureInfo(language).NumberFormat.NumberDecimalSeparator;
                // Where a month has no name, its number stands in the date.
                Assert.Equal(Numbers(WithoutDay(theirs, "en"), "."), Numbers(WithoutDay(ours, language), comma));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_holds_every_sentence_with_its_placeholders(string language)
    {
        var (english, own) = (Texts("FindingText.resx"), Texts($"FindingText.{language}.resx"));
        Assert.Empty(english.Keys.Where(key => !key.StartsWith("Count.", StringComparison.Ordinal)).Except(own.Keys));
        Assert.Empty(own.Keys.Where(key => !key.StartsWith("Count.", StringComparison.Ordinal)).Except(english.Keys));
        Assert.All(
            english.Where(pair => own.ContainsKey(pair.Key)),
            pair =>
            {
                // "أسبوعين" says two without a figure.
                if (!pair.Key.StartsWith("Count.", StringComparison.Ordinal))
                    Assert.Equal(Placeholders(pair.Value), Placeholders(own[pair.Key]));
            }
        );
        Assert.All(
            new[] { "Days", "Weeks", "Points", "Ratings" },
            unit => Assert.Contains("{0}", own[$"Count.{unit}.other"], StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Languages))]
    [InlineData("en")]
    public void The_person_is_told_what_they_said_and_never_a_threshold(string language)
    {
        foreach (var (rule, evidence) in _all)
        {
            var told = _explanations.ExplainToPerson(rule, evidence, language);
            var words = string.Join(' ', told.Sentences.Append(told.Headline));
            Assert.NotEmpty(told.Sentences);
            Assert.DoesNotContain("777", words, StringComparison.Ordinal);
            Assert.DoesNotContain("Mine.", words, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\{\d\}", words);
            Assert.NotEqual(In(language, () => _explanations.Explain(rule, evidence)).Sentences, told.Sentences);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    [InlineData("en")]
    public void A_stretch_is_told_by_the_day_it_began_on_and_by_its_length_where_that_cannot_be_told(string language)
    {
        var since = new DateOnly(2026, 11, 30);
        var day = since.ToString(Language.Closest(language).Date, Language.Closest(language).Culture);
        (Rule, Evidence Told, Evidence? Unknown)[] all =
        [
            (
                Rule.Persistent,
                new PersistentEvidence(8, 9, 56, 5, 6.5, 8, Since: since),
                new PersistentEvidence(3, 3, 14, 5, 6.5, 8)
            ),
            (
                Rule.PersistentImpactUnknown,
                new PersistentImpactUnknownEvidence(8, 9, 56, 6, 0, 8, Since: since, FunctioningOf: 4),
                new PersistentImpactUnknownEvidence(4, 4, 21, 6, 0, 8)
            ),
            (Rule.Silence, new SilenceEvidence(15, 7, false, since), null),
        ];
        foreach (var (rule, told, unknown) in all)
        {
            var ours = In(language, () => _explanations.Explain(rule, told));
            var other = unknown is null ? "" : In(language, () => _explanations.Explain(rule, unknown)).Headline;
            Assert.Contains(day, ours.Headline, StringComparison.Ordinal);
            Assert.Contains(day, ours.Sentences[0], StringComparison.Ordinal);
            Assert.DoesNotContain(day, other, StringComparison.Ordinal);
            Assert.DoesNotMatch(
                @"\{\d\}|Since\b",
                string.Join(' ', ours.Sentences.Append(ours.Headline).Append(other))
            );
            if (language != "en")
                Assert.NotEqual(In("en", () => _explanations.Explain(rule, told)).Headline, ours.Headline);
        }

        var reported = new PersistentReportedEvidence(
            PerceivedDuration.Longer,
            7,
            5,
            null,
            Count: 2,
            Of: 2,
            SpanDays: 7,
            Since: since
        );
        Assert.Contains(
            In(language, () => _explanations.Explain(Rule.PersistentReported, reported)).Sentences,
            s => s.Contains(day, StringComparison.Ordinal)
        );
        Assert.Contains(
            since.ToString(Language.Closest(language).DateAndYear, Language.Closest(language).Culture),
            In(
                language,
                () => _explanations.Explain(Rule.Persistent, new PersistentEvidence(50, 52, 357, 5, 6, 8, Since: since))
            ).Headline,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void In_english_it_says_since_when_and_how_many_of_how_many()
    {
        var told = In(
            "en",
            () =>
                _explanations.Explain(
                    Rule.Persistent,
                    new PersistentEvidence(4, 4, 30, 5, 6, 8, Since: new DateOnly(2026, 11, 30))
                )
        );
        Assert.Equal("Strong since 30 November: 4 of 4 ratings at 5 or more, daily life affected", told.Headline);
        Assert.Equal("4 of 4 ratings at 5 or more over 30 days, since 30 November.", told.Sentences[0]);
    }

    [Theory]
    [InlineData(Sureness.Clear, "How sure: clear. Nine or more of ten like this turn out to be right.")]
    [InlineData(Sureness.Likely, "How sure: likely. At least six of ten like this turn out to be right.")]
    [InlineData(Sureness.WorthALook, "How sure: worth a look. Check-ins alone cannot tell; asking will.")]
    public void How_sure_a_finding_is_stands_in_three_words(Sureness sure, string sentence) =>
        Assert.Equal(sentence, In("en", () => _explanations.Explain(Rule.Worsening, Rising(5), sure)).Sentences[^1]);

    [Theory]
    [MemberData(nameof(Languages))]
    [InlineData("en")]
    public void No_language_tells_the_team_or_the_person_a_rate_in_years(string language)
    {
        var evidence = Rising(5) with { YearsBetweenFalseAlarms = 4242 };
        Assert.Equal(
            3,
            Enum.GetValues<Sureness>()
                .Select(sure => Last(In(language, () => _explanations.Explain(Rule.Worsening, evidence, sure))))
                .Distinct()
                .Count()
        );
        Assert.Equal(
            3,
            Enum.GetValues<Sureness>()
                .Select(sure => Last(_explanations.ExplainToPerson(Rule.Worsening, evidence, language, sure)))
                .Distinct()
                .Count()
        );

        string Last(Explanation told)
        {
            Assert.DoesNotContain(
                told.Sentences.Append(told.Headline),
                s => s.Contains("42", StringComparison.Ordinal) || s.Contains("Sure.", StringComparison.Ordinal)
            );
            return told.Sentences[^1];
        }
    }

    [Fact]
    public void Where_no_word_is_known_none_is_said() =>
        Assert.DoesNotContain(
            In("en", () => _explanations.Explain(Rule.Worsening, Rising(5))).Sentences,
            s => s.Contains("sure", StringComparison.Ordinal)
        );

    private static WorseningEvidence Rising(int many) => new(2, 12, 2 + many, many, many, 4, 3, 10, 6);

    private static T In<T>(string language, Func<T> tell)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return tell();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static string WithoutDay(string text, string language) =>
        text.Replace(
            _lastCheckIn.ToString(Language.Closest(language).Date, Language.Closest(language).Culture),
            "",
            StringComparison.Ordinal
        );

    private static List<string> Numbers(string text, string comma) =>
        [
            .. Number()
                .Matches(text.Replace(comma, ".", StringComparison.Ordinal))
                .Select(match => match.Value)
                .Order(StringComparer.Ordinal),
        ];

    private static List<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Texts(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Wellbeing.sln")))
            folder = folder.Parent!;
        return XDocument
            .Load(Path.Combine(folder.FullName, "src", "Wellbeing.App", "Resources", file))
            .Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
