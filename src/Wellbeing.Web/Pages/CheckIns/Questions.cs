using System.Globalization;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.Detection;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>The questions in their order. A name is the last part of the page's address and, in a draft, what was answered.</summary>
public enum Question
{
    Intensity,
    Feelings,
    Everyday,
    Compared,
    Words,
    Contact,
}

internal static class Questions
{
    public const string RatherNotSay = "skip";

    /// <summary>From here on, help comes before the next question.</summary>
    public const int VeryHigh = 9;

    /// <summary>From here on, the answer after sending speaks to what was said.</summary>
    public const int Hard = 7;

    public static IReadOnlyList<Question> All { get; } = Enum.GetValues<Question>();

    private static readonly int[] _everyday = [0, 3, 5, 8, 10];

    /// <summary>By name only: an address such as <c>/CheckIn/3</c> is nobody's.</summary>
    public static Question? Find(string? name) => All.Where(q => q.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(q => (Question?)q).SingleOrDefault();

    public static Question? FirstOpen(IReadOnlySet<string> answered) => All.Where(q => !answered.Contains(q.ToString())).Select(q => (Question?)q).FirstOrDefault();

    /// <summary>Begun with "about the same", and nothing else answered yet.</summary>
    public static bool SaysOnlyTheSame(Draft draft) =>
        draft.Answers.Change == PerceivedChange.Same && draft.Answered.Count == 1 && draft.Answered.Contains(nameof(Question.Compared));

    /// <summary>Which question of how many this is to the person, from 1. Who said first how it compares has that behind them.</summary>
    public static int Position(Question question, IReadOnlySet<string> answered) =>
        (int)question + 1 + (question < Question.Compared && answered.Contains(nameof(Question.Compared)) ? 1 : 0);

    /// <summary>The question after this one; what was said at the beginning is not asked twice.</summary>
    public static Question? Next(Question question, IReadOnlySet<string> answered) =>
        question == All[^1] ? null
        : question + 1 == Question.Compared && answered.Contains(nameof(Question.Compared)) ? Question.Compared + 1
        : question + 1;

    public static bool SoundsHard(int? intensity, int? functioning) => intensity >= Hard || functioning >= 8;

    public static IEnumerable<Choice> Feelings(IStringLocalizer text) =>
    [
        .. Enum.GetNames<Emotion>().Select(name => new Choice(name, text[$"CheckIn.Emotion.{name}"])),
        new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
    ];

    public static IEnumerable<Choice> Everyday(IStringLocalizer text) =>
    [
        .. _everyday.Select(n => n.ToString(CultureInfo.InvariantCulture)).Select(n => new Choice(n, text[$"CheckIn.Functioning.{n}"])),
        new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
    ];

    public static IEnumerable<Choice> Compared(IStringLocalizer text) =>
    [
        .. Enum.GetNames<PerceivedChange>().Select(name => new Choice(name, text[$"CheckIn.Change.{name}"])),
        new Choice(RatherNotSay, text["CheckIn.RatherNotSay"], Exclusive: true),
    ];

    public static bool IsEveryday(int value) => _everyday.Contains(value);

    /// <summary>True when both say the same to this question.</summary>
    public static bool Same(Question question, Answers a, Answers b) => question switch
    {
        Question.Intensity => a.Intensity == b.Intensity,
        Question.Feelings => a.Emotions.Keys.ToHashSet().SetEquals(b.Emotions.Keys),
        Question.Everyday => a.Functioning == b.Functioning,
        Question.Compared => a.Change == b.Change,
        Question.Words => a.Words == b.Words,
        Question.Contact => a.ContactMe == b.ContactMe,
        _ => throw new ArgumentOutOfRangeException(nameof(question)),
    };
}

/// <summary>Answers to read, each with a link to change it where it still can be.</summary>
/// <param name="Answered">Questions answered or skipped; null once it was sent.</param>
public sealed record AnswersRead(Answers Answers, IReadOnlySet<string>? Answered = null, string? ChangeAllHref = null)
{
    public static AnswersRead Of(CheckInView sent) =>
        new(new Answers(sent.Intensity, sent.Functioning, sent.Change, sent.Emotions, sent.Words, sent.ContactMe));

    public string? ChangeHref(Question question) => Answered is null ? null : ChangeAllHref ?? $"/CheckIn/{question}?review=true";

    /// <summary>That there is no answer. A skip is told from "not yet" as long as that is known; nobody's words are guessed.</summary>
    public string Missing(Question question, IStringLocalizer text) => text[
        Answered is null ? "CheckIn.NoAnswer"
        : !Answered.Contains(question.ToString()) ? "CheckIn.NotAnswered"
        : question is Question.Feelings or Question.Words ? "CheckIn.LeftBlank"
        : "CheckIn.RatherNotSay"];
}
