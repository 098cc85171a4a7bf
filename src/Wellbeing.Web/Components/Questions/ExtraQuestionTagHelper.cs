using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Components.Questions;

/// <summary>
/// A question that the organisation added, in the reader's language or in English. Its field has no property: its name
/// is the question's key, and <c>AskingPage</c> takes it from the form.
/// </summary>
[HtmlTargetElement("extra-question", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ExtraQuestionTagHelper(
    IHtmlHelper html,
    IStringLocalizer<SharedText> text,
    IStringLocalizer<ParticipantText> participant
) : QuestionTagHelper(html, text)
{
    /// <summary>The value that stands for "I would rather not say".</summary>
    public const string Skip = "skip";

    public required ExtraQuestion Question { get; set; }

    /// <summary>What was answered: the form's values; none for nothing.</summary>
    public IReadOnlyList<string> Answer { get; set; } = [];

    protected override string Partial =>
        Question.Kind switch
        {
            ExtraKind.Scale => "_Scale",
            ExtraKind.Choice => "_Radios",
            ExtraKind.Choices => "_Checkboxes",
            ExtraKind.Text => "_TextArea",
            _ => throw new InvalidOperationException(),
        };

    protected override string Name => Question.Key;

    protected override object? Given => Answer;

    protected override QuestionView View(string id, string name, string? error)
    {
        var (words, language) = Question.In(Language.Current);
        var skip = new Choice(Skip, Texts["Form.RatherNotSay"], Exclusive: true);
        return new QuestionView
        {
            Id = id,
            Name = name,
            Legend = words.Legend,
            Hint =
                words.Hint
                ?? (
                    Question.Kind switch
                    {
                        ExtraKind.Choices => participant["CheckIn.Emotions.Hint"].Value,
                        ExtraKind.Text => participant["CheckIn.Words.Hint"].Value,
                        _ => null,
                    }
                ),
            Error = error,
            Heading = Heading,
            Size = Size,
            Lang = language == Language.Current ? null : language.Tag,
            HintIsOurs = words.Hint is null,
            MinLabel = words.Min,
            MaxLabel = words.Max,
            Skip = skip,
            Chosen = Answers().ToHashSet(),
            Choices =
                Question.Kind == ExtraKind.Scale
                    ? [.. Numbers(0, 10).Select(n => new Choice(n, n))]
                    :
                    [
                        .. words.Choices.Zip(Numbers(1, words.Choices.Count), (choice, n) => new Choice(n, choice)),
                        skip,
                    ],
            Rows = 4,
            MaxLength = Question.Kind == ExtraKind.Text ? CheckIn.MaximumWordsLength : null,
            Text = Question.Kind == ExtraKind.Text && Answers() is [var first, ..] ? first : null,
        };
    }

    private static IEnumerable<string> Numbers(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(n => n.ToString(CultureInfo.InvariantCulture));
}
