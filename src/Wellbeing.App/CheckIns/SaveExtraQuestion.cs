using FluentValidation;
using MediatR;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.CheckIns;

/// <summary>Adds an extra question, or changes the words of one.</summary>
/// <param name="Number">Which; null for a new one.</param>
/// <param name="Kind">Of a new one: it never changes.</param>
/// <param name="Words">A row a language, in the order of <see cref="Language.All"/>; the first is English, and
/// needed.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveExtraQuestion(
    Actor By,
    int Seen,
    int? Number,
    ExtraKind Kind,
    ParticipantKind? OnlyFor,
    IReadOnlyList<TypedWords> Words
) : IEditsQuestions;

internal sealed class SaveExtraQuestionValidator : AbstractValidator<SaveExtraQuestion>
{
    public SaveExtraQuestionValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.OnlyFor).IsInEnum();
        RuleFor(r => r)
            .Custom(
                (request, check) =>
                {
                    var english = request.Words[0].ChoiceLines;
                    for (var i = 0; i < request.Words.Count; i++)
                    {
                        var (words, at) = (request.Words[i], $"words[{i}].");
                        if (i > 0 && words.IsEmpty)
                            continue;
                        WordsRules.Line(
                            check,
                            at + "Legend",
                            words.Legend,
                            TypedWords.LongestLegend,
                            "Write the question."
                        );
                        WordsRules.Line(check, at + "Hint", words.Hint, TypedWords.LongestHint);
                        if (request.Kind == ExtraKind.Scale)
                        {
                            WordsRules.Line(check, at + "Min", words.Min, TypedWords.LongestEnd, "Say what 0 means.");
                            WordsRules.Line(check, at + "Max", words.Max, TypedWords.LongestEnd, "Say what 10 means.");
                        }
                        else if (request.Kind is ExtraKind.Choice or ExtraKind.Choices)
                        {
                            Choices(check, at + "Choices", words.ChoiceLines, i == 0 ? null : english.Count);
                        }
                    }
                }
            );
    }

    private static void Choices(
        ValidationContext<SaveExtraQuestion> check,
        string at,
        IReadOnlyList<string> choices,
        int? needed
    )
    {
        if (needed is { } count && choices.Count != count)
            check.AddFailure(at, $"Write the same {count} answers as in English, one a line and in the same order.");
        else if (choices.Count is < ExtraQuestion.FewestChoices or > ExtraQuestion.MostChoices)
            check.AddFailure(
                at,
                $"Write {ExtraQuestion.FewestChoices} to {ExtraQuestion.MostChoices} answers, one a line. “I would rather not say” is always offered."
            );
        else if (choices.Any(c => c.Length > TypedWords.LongestChoice || c.Contains('\0')))
            check.AddFailure(at, $"Shorten each answer to {TypedWords.LongestChoice} characters.");
        else if (choices.Distinct(StringComparer.OrdinalIgnoreCase).Count() != choices.Count)
            check.AddFailure(at, "Two answers are alike. Make each one different.");
    }
}

internal sealed class SaveExtraQuestionHandler(QuestionEdits questionEdits)
    : IRequestHandler<SaveExtraQuestion, EditQuestionsResult>
{
    public Task<EditQuestionsResult> Handle(SaveExtraQuestion request, CancellationToken cancellationToken)
    {
        var words = QuestionEdits.ByLanguage(
            request.Words,
            w => new ExtraWords(
                w.Legend!.Trim(),
                TypedWords.Trimmed(w.Hint),
                request.Kind == ExtraKind.Scale ? w.Min!.Trim() : null,
                request.Kind == ExtraKind.Scale ? w.Max!.Trim() : null,
                request.Kind is ExtraKind.Choice or ExtraKind.Choices ? w.ChoiceLines : []
            )
        );
        if (request.Number is not { } number)
        {
            return questionEdits.Edit(
                request,
                request.By,
                null,
                (plan, _) =>
                {
                    if (QuestionEdits.AsksAllItCan(plan))
                        return (plan, new EditQuestionsResult.TooMany());
                    // Numbers of published questions stay theirs for good: those are in every plan.
                    var next = plan.Extras.Select(e => e.Number).DefaultIfEmpty(0).Max() + 1;
                    var extra = new ExtraQuestion(next, request.Kind, words, request.OnlyFor, Retired: false);
                    return (
                        plan with
                        {
                            Extras = [.. plan.Extras, extra],
                            Order = QuestionEdits.Placed(plan.Order, extra.Key),
                        },
                        null
                    );
                },
                cancellationToken
            );
        }

        return questionEdits.Edit(
            request,
            request.By,
            ExtraQuestion.KeyOf(number),
            (plan, published) =>
            {
                if (plan.Extras.SingleOrDefault(e => e.Number == number) is not { } extra || extra.Kind != request.Kind)
                    return (plan, new EditQuestionsResult.NotFound());
                if (
                    published.Extras.SingleOrDefault(e => e.Number == number) is { } asked
                    && asked.English.Choices.Count != words[Language.English.Tag].Choices.Count
                )
                    return (plan, new EditQuestionsResult.ChoicesFixed(asked.English.Choices.Count));
                return (
                    plan with
                    {
                        Extras =
                        [
                            .. plan.Extras.Select(e =>
                                e.Number == number ? e with { Words = words, OnlyFor = request.OnlyFor } : e
                            ),
                        ],
                    },
                    null
                );
            },
            cancellationToken
        );
    }
}
