using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Wording;
using Wellbeing.Web.Pages.CheckIns;

namespace Wellbeing.Web.Pages.Trend;

/// <summary>One extra question, in its newest words, and what the person answered to it.</summary>
/// <param name="Lang">Of the question, where that is not the page's; else null.</param>
/// <param name="Answers">Newest first; null for a skip.</param>
public sealed record MyExtra(
    int Number,
    ExtraKind Kind,
    string Asked,
    string? Lang,
    IReadOnlyList<(DateOnly On, string? Said)> Answers
)
{
    /// <param name="checkIns">Newest first.</param>
    public static IReadOnlyList<MyExtra> Of(IEnumerable<CheckInView> checkIns, IStringLocalizer text) =>
        [
            .. checkIns
                .SelectMany(c => c.Extras, (c, said) => (c.LocalDate, said))
                .GroupBy(x => x.said.Number)
                .OrderBy(g => g.Key)
                .Select(g =>
                {
                    var (newest, language) = g.First().said.Question.In(Language.Current);
                    return new MyExtra(
                        g.Key,
                        g.First().said.Kind,
                        newest.Legend,
                        language == Language.Current ? null : language.Tag,
                        [.. g.Select(x => (x.LocalDate, InWords(x.said, text)))]
                    );
                }),
        ];

    public static string? InWords(ExtraSaid said, IStringLocalizer text) =>
        Questions.Said(said.Question, said.Answer, text) is { Count: > 0 } parts
            ? string.Join(Language.Current.Comma, parts)
            : null;
}
