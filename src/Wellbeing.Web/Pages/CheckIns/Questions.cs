using System.Globalization;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>How a check-in ends for its author: help follows the answers.</summary>
public enum Ending
{
    /// <summary>One line about help.</summary>
    AtEase,

    /// <summary>Nothing that says how somebody is, or something in between: a line with a number.</summary>
    Unknown,

    /// <summary>The numbers to call.</summary>
    Distressed,

    /// <summary>The numbers first, and large.</summary>
    Unsafe,
}

internal static class Questions
{
    public const string RatherNotSay = ExtraQuestionTagHelper.Skip;

    /// <summary>From here on, help comes before the next question.</summary>
    public const int VeryHigh = 9;

    /// <summary>From here on, the numbers to call stand on the page after sending.</summary>
    public const int Hard = 7;

    /// <summary>The same for daily life.</summary>
    public const int Hindered = 8;

    /// <summary>Up to here, nothing said calls for more than a line about help.</summary>
    public const int AtEase = 3;

    private static readonly int[] _everyday = [0, 3, 5, 8, 10];

    /// <summary>The first question neither answered nor skipped.</summary>
    public static AskedQuestion? FirstOpen(Draft draft) =>
        draft.Questions.FirstOrDefault(q => !draft.Answered.Contains(q.Key));

    /// <summary>Begun with "about the same", and nothing else answered yet.</summary>
    public static bool SaysOnlyTheSame(Draft draft) =>
        draft.Answers.Change == PerceivedChange.Same
        && draft.Answered.Count == 1
        && draft.Answered.Contains(nameof(Question.Compared));

    /// <summary>Which question of how many this is to the person, from 1. Who said first how it compares has that
    /// behind them.</summary>
    public static int Position(AskedQuestion question, Draft draft)
    {
        var (at, compared) = (IndexOf(draft, question.Key), IndexOf(draft, nameof(Question.Compared)));
        return at + 1 + (at < compared && draft.Answered.Contains(nameof(Question.Compared)) ? 1 : 0);
    }

    /// <summary>The question after this one; what was said at the beginning is not asked twice.</summary>
    public static AskedQuestion? Next(AskedQuestion question, Draft draft) =>
        draft
            .Questions.Skip(IndexOf(draft, question.Key) + 1)
            .FirstOrDefault(q => q.Core != Question.Compared || !draft.Answered.Contains(q.Key));

    /// <summary>The question before this one; null for the first.</summary>
    public static AskedQuestion? Before(AskedQuestion question, Draft draft) =>
        draft.Questions.ElementAtOrDefault(IndexOf(draft, question.Key) - 1);

    private static int IndexOf(Draft draft, string key)
    {
        for (var i = 0; i < draft.Questions.Count; i++)
        {
            if (draft.Questions[i].Key == key)
                return i;
        }

        return -1;
    }

    /// <summary>How a check-in ends for its author. What was not said is not known: it is neither well nor
    /// bad.</summary>
    public static Ending EndingOf(CheckInView said) =>
        said switch
        {
            { Intensity: >= VeryHigh } => Ending.Unsafe,
            { Intensity: >= Hard } or { Functioning: >= Hindered } => Ending.Distressed,
            { Intensity: >= StrongStretch.Strong }
                when said.Change == PerceivedChange.Growing
                    || said.Duration == PerceivedDuration.Longer
                    || said.ContactMe => Ending.Distressed,
            { Intensity: <= AtEase, Change: not PerceivedChange.Growing, ContactMe: false } => Ending.AtEase,
            _ => Ending.Unknown,
        };

    public static IEnumerable<Choice> Feelings(IStringLocalizer text) =>
        [
            .. Enum.GetNames<Emotion>().Select(name => new Choice(name, text[$"CheckIn.Emotion.{name}"])),
            new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
        ];

    public static IEnumerable<Choice> Everyday(IStringLocalizer text) =>
        [
            .. _everyday
                .Select(n => n.ToString(CultureInfo.InvariantCulture))
                .Select(n => new Choice(n, text[$"CheckIn.Functioning.{n}"])),
            new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
        ];

    public static IEnumerable<Choice> Compared(IStringLocalizer text) =>
        [
            .. Enum.GetNames<PerceivedChange>().Select(name => new Choice(name, text[$"CheckIn.Change.{name}"])),
            new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
        ];

    public static IEnumerable<Choice> HowLong(IStringLocalizer text) =>
        [
            .. Enum.GetNames<PerceivedDuration>().Select(name => new Choice(name, text[$"CheckIn.Duration.{name}"])),
            new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
        ];

    public static bool IsEveryday(int value) => _everyday.Contains(value);

    /// <summary>True when both say the same to this question. A skip and nothing say the same.</summary>
    public static bool Same(AskedQuestion question, Answers a, Answers b) =>
        question switch
        {
            { Core: Question.Intensity } => a.Intensity == b.Intensity,
            { Core: Question.Feelings } => a.Emotions.Keys.ToHashSet().SetEquals(b.Emotions.Keys),
            { Core: Question.Everyday } => a.Functioning == b.Functioning,
            { Core: Question.Compared } => a.Change == b.Change,
            { Core: Question.Duration } => a.Duration == b.Duration,
            { Core: Question.Words } => a.Words == b.Words,
            { Core: Question.Contact } => a.ContactMe == b.ContactMe,
            { Extra: { } extra } => a
                .Extras.GetValueOrDefault(extra.Number, ExtraAnswer.Skipped)
                .SaysTheSameAs(b.Extras.GetValueOrDefault(extra.Number, ExtraAnswer.Skipped)),
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };

    /// <summary>The question as it is asked in the reader's language: the organisation's words, or the product's
    /// own.</summary>
    /// <param name="first">It is the person's first check-in: there is no last one to compare with.</param>
    public static CoreWords WordsOf(Question question, QuestionPlan plan, IStringLocalizer text, bool first = false) =>
        WordsOf(question, plan.Wording.GetValueOrDefault(question), text, first);

    /// <inheritdoc cref="WordsOf(Question, QuestionPlan, IStringLocalizer, bool)"/>
    public static CoreWords WordsOf(
        Question question,
        IReadOnlyDictionary<string, CoreWords>? wording,
        IStringLocalizer text,
        bool first = false
    ) =>
        wording?.GetValueOrDefault(Language.Current.Tag)
        ?? question switch
        {
            Question.Compared when first => new CoreWords(text["CheckIn.Change.First"], null),
            Question.Intensity => new CoreWords(text["CheckIn.Intensity.Legend"], text["CheckIn.Intensity.Hint"]),
            Question.Feelings => new CoreWords(text["CheckIn.Emotions.Legend"], text["CheckIn.Emotions.Hint"]),
            Question.Everyday => new CoreWords(text["CheckIn.Functioning.Legend"], text["CheckIn.Functioning.Hint"]),
            Question.Compared => new CoreWords(text["CheckIn.Change.Legend"], null),
            Question.Duration => new CoreWords(text["CheckIn.Duration.Legend"], text["CheckIn.Duration.Hint"]),
            Question.Words => new CoreWords(text["CheckIn.Words.Legend"], text["CheckIn.Words.Hint"]),
            Question.Contact => new CoreWords(text["CheckIn.ContactMe.Legend"], text["CheckIn.ContactMe.Hint"]),
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };

    /// <summary>What the question is called where its answer is read.</summary>
    public static string NameOf(AskedQuestion question, IStringLocalizer text) =>
        question switch
        {
            { Core: Question.Intensity } => text["CheckIn.Intensity.Name"],
            { Core: Question.Feelings } => text["CheckIn.Emotions.Name"],
            { Core: Question.Everyday } => text["CheckIn.Functioning.Name"],
            { Core: Question.Compared } => text["CheckIn.Change.Name"],
            { Core: Question.Duration } => text["CheckIn.Duration.Name"],
            { Core: Question.Words } => text["CheckIn.Words.Name"],
            { Core: Question.Contact } => text["CheckIn.ContactMe.Name"],
            { Extra: { } extra } => extra.In(Language.Current).Words.Legend,
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };

    /// <summary>An answer to an extra question, in the reader's language; none for a skip.</summary>
    public static IReadOnlyList<string> Said(ExtraQuestion question, ExtraAnswer answer, IStringLocalizer text) =>
        answer switch
        {
            { Scale: { } points } => [text["CheckIn.Intensity.Of", points]],
            { Choices: { Count: > 0 } chosen } =>
            [
                .. chosen.Select(c => question.In(Language.Current).Words.Choices[c - 1]),
            ],
            { Words: { } words } => [words],
            _ => [],
        };
}

/// <summary>Answers to read, each with a link to change it where it still can be.</summary>
/// <param name="Asked">What was asked, in order.</param>
/// <param name="Answered">Questions answered or skipped; null once it was sent.</param>
public sealed record AnswersRead(
    Answers Answers,
    IReadOnlyList<AskedQuestion> Asked,
    IReadOnlySet<string>? Answered = null,
    string? ChangeAllHref = null
)
{
    public static AnswersRead Of(CheckInView sent)
    {
        var core = QuestionPlan.Default.Asked(null);
        return new(
            new Answers(sent.Intensity, sent.Functioning, sent.Change, sent.Emotions, sent.Words, sent.ContactMe)
            {
                Duration = sent.Duration,
                QuestionVersion = sent.QuestionVersion,
                Extras = sent.Extras.ToDictionary(e => e.Number, e => e.Answer),
            },
            [
                .. core.Take(1),
                .. sent.Duration is null ? [] : new AskedQuestion[] { new(Question.Duration, null) },
                .. core.Skip(1).Where(q => q.Core < Question.Words),
                .. sent.Extras.Select(e => new AskedQuestion(null, e.Question)),
                .. core.Where(q => q.Core >= Question.Words),
            ]
        );
    }

    public string? ChangeHref(AskedQuestion question) =>
        Answered is null ? null : ChangeAllHref ?? $"/CheckIn/{question.Key}?review=true";

    /// <summary>True for a question that has neither an answer nor a skip yet.</summary>
    public bool IsOpen(AskedQuestion question) => Answered is { } answered && !answered.Contains(question.Key);

    /// <summary>That there is no answer. A skip is told from "not yet" as long as that is known; nobody's words are
    /// guessed.</summary>
    public string Missing(AskedQuestion question, IStringLocalizer text) =>
        text[
            Answered is null ? "CheckIn.NoAnswer"
            : IsOpen(question) ? "CheckIn.NotAnswered"
            : question.Core is null or Question.Feelings or Question.Words or Question.Duration ? "CheckIn.LeftBlank"
            : "CheckIn.NoAnswer"
        ];
}
