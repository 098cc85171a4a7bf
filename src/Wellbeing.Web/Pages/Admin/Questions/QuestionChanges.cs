using Wellbeing.App.CheckIns;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Pages.Admin.Questions;

/// <summary>What a draft changes, in a line each.</summary>
internal static class QuestionChanges
{
    public static IReadOnlyList<string> Between(QuestionPlan before, QuestionPlan after) => [.. Lines(before, after)];

    private static IEnumerable<string> Lines(QuestionPlan before, QuestionPlan after)
    {
        foreach (var core in Enum.GetValues<Question>())
        {
            foreach (var language in Language.All)
            {
                var (old, now) = (WordsOf(before, core, language), WordsOf(after, core, language));
                if (old != now)
                    yield return $"{NameOf(core)}, {language.EnglishName}: {(now is null ? "the product’s own words again" : $"“{now.Legend}”")}";
            }
        }

        foreach (var extra in after.Extras)
        {
            var old = before.Extras.SingleOrDefault(e => e.Number == extra.Number);
            if (old is null)
                yield return $"New: “{extra.English.Legend}”, {QuestionsText.Of(extra.Kind)}, for {QuestionsText.Who(extra.OnlyFor)}";
            else if (old.Retired != extra.Retired)
                yield return $"{(extra.Retired ? "No longer asked" : "Asked again")}: “{extra.English.Legend}”";
            if (old is null)
                continue;
            if (old.OnlyFor != extra.OnlyFor)
                yield return $"“{extra.English.Legend}” is for {QuestionsText.Who(extra.OnlyFor)}";
            foreach (
                var language in Language.All.Where(l =>
                    !Alike(old.Words.GetValueOrDefault(l.Tag), extra.Words.GetValueOrDefault(l.Tag))
                )
            )
                yield return $"“{extra.English.Legend}”: other words in {language.EnglishName}";
        }

        List<string> kept = [.. before.Order.Intersect(after.Order)];
        if (!kept.SequenceEqual(after.Order.Intersect(before.Order)))
            yield return "Another order";
    }

    public static string NameOf(Question question) =>
        question switch
        {
            Question.Intensity => "Distress",
            Question.Feelings => "Feelings",
            Question.Everyday => "Everyday things",
            Question.Compared => "Compared with before",
            Question.Duration => "How long it has been like this",
            Question.Words => "Free words",
            Question.Contact => "Asking for contact",
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };

    private static CoreWords? WordsOf(QuestionPlan plan, Question core, Language language) =>
        plan.Wording.GetValueOrDefault(core)?.GetValueOrDefault(language.Tag);

    private static bool Alike(ExtraWords? a, ExtraWords? b) =>
        a is null || b is null
            ? ReferenceEquals(a, b)
            : (a.Legend, a.Hint, a.Min, a.Max) == (b.Legend, b.Hint, b.Min, b.Max)
                && a.Choices.SequenceEqual(b.Choices);
}
