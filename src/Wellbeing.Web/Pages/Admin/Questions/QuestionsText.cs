using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Admin.Questions;

/// <summary>How administrators read the questions.</summary>
public static class QuestionsText
{
    public const string Address = "/Admin/Questions";

    public static string Of(ExtraKind kind) =>
        kind switch
        {
            ExtraKind.Scale => "a scale from 0 to 10",
            ExtraKind.Choice => "one answer of a few",
            ExtraKind.Choices => "any answers of a few",
            ExtraKind.Text => "free words",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>What a core question is answered with, which never changes.</summary>
    public static string AnswerOf(Question question) =>
        question switch
        {
            Question.Intensity => "a scale from 0 to 10",
            Question.Feelings => "any of eleven feelings",
            Question.Everyday => "one of five answers",
            Question.Compared => "easing, the same, or growing",
            Question.Duration => "a few days, one or two weeks, or longer",
            Question.Words => "free words",
            Question.Contact => "a box to tick",
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };

    public static string LegendOf(AskedQuestion asked, QuestionPlan plan, IStringLocalizer text) =>
        asked.Core is { } core ? CheckIns.Questions.WordsOf(core, plan, text).Legend : asked.Extra!.English.Legend;

    public static string Who(ParticipantKind? only) =>
        only switch
        {
            ParticipantKind.Patient => "patients only",
            ParticipantKind.FamilyMember => "family members only",
            _ => "everybody",
        };

    public static IReadOnlyList<Choice> WhoChoices { get; } =
    [
        new("", "Everybody", "Also on the page that phones keep for when there is no network"),
        new(nameof(ParticipantKind.Patient), "Patients only"),
        new(nameof(ParticipantKind.FamilyMember), "Family members only"),
    ];
}
