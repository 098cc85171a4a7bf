using FluentValidation;
using MediatR;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.CheckIns;

/// <summary>Other words for a core question. A language without words keeps the product's own.</summary>
/// <param name="Words">A row a language, in the order of <see cref="Language.All"/>; both fields empty for the
/// product's own.</param>
[AllowedTo(Roles.Administrator)]
public sealed record RewordQuestion(Actor By, int Seen, Question Question, IReadOnlyList<TypedWords> Words)
    : IEditsQuestions;

internal sealed class RewordQuestionValidator : AbstractValidator<RewordQuestion>
{
    public RewordQuestionValidator()
    {
        RuleFor(r => r.Question).IsInEnum();
        RuleFor(r => r.Words)
            .Custom(
                (rows, check) =>
                {
                    for (var i = 0; i < rows.Count; i++)
                    {
                        if (rows[i].IsEmpty)
                            continue;
                        WordsRules.Line(
                            check,
                            $"words[{i}].Legend",
                            rows[i].Legend,
                            TypedWords.LongestLegend,
                            "Write the question, or empty its second line too for the product’s own words."
                        );
                        WordsRules.Line(check, $"words[{i}].Hint", rows[i].Hint, TypedWords.LongestHint);
                    }
                }
            );
    }
}

internal sealed class RewordQuestionHandler(QuestionEdits questionEdits)
    : IRequestHandler<RewordQuestion, EditQuestionsResult>
{
    public Task<EditQuestionsResult> Handle(RewordQuestion request, CancellationToken cancellationToken) =>
        questionEdits.Edit(
            request,
            request.By,
            request.Question.ToString(),
            (plan, _) =>
            {
                var words = QuestionEdits.ByLanguage(
                    request.Words,
                    w => new CoreWords(w.Legend!.Trim(), TypedWords.Trimmed(w.Hint))
                );
                var wording = plan.Wording.Where(w => w.Key != request.Question).ToDictionary();
                if (words.Count > 0)
                    wording[request.Question] = words;
                return (plan with { Wording = wording }, null);
            },
            cancellationToken
        );
}
