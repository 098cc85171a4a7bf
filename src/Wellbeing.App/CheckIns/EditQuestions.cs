using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.CheckIns;

/// <summary>Changes to the draft of the questions. Each makes the draft if there is none; nobody is asked anything else
/// yet.</summary>
public interface IEditsQuestions : IRequest<EditQuestionsResult>, IActed
{
    /// <summary>The draft's version the administrator saw; 0 for none.</summary>
    int Seen { get; }
}

/// <summary>Other words for a core question. A language without words keeps the product's own.</summary>
/// <param name="Words">A row a language, in the order of <see cref="Language.All"/>; both fields empty for the
/// product's own.</param>
[AllowedTo(Roles.Administrator)]
public sealed record RewordQuestion(Actor By, int Seen, Question Question, IReadOnlyList<TypedWords> Words)
    : IEditsQuestions;

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

/// <summary>Moves a question one place up or down.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record MoveQuestion(Actor By, int Seen, string Key, bool Up) : IEditsQuestions;

/// <summary>Takes an extra question out, or asks it again. One that was never published goes altogether.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RetireQuestion(Actor By, int Seen, string Key, bool Retired) : IEditsQuestions;

/// <summary>Words of a question in one language, as typed.</summary>
/// <param name="Choices">One a line.</param>
public sealed record TypedWords(
    string? Legend,
    string? Hint,
    string? Min = null,
    string? Max = null,
    string? Choices = null
)
{
    public const int LongestLegend = 200;
    public const int LongestHint = 300;
    public const int LongestEnd = 60;
    public const int LongestChoice = 100;

    public bool IsEmpty => new[] { Legend, Hint, Min, Max, Choices }.All(string.IsNullOrWhiteSpace);

    public IReadOnlyList<string> ChoiceLines =>
        Choices
            ?.ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];

    internal static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

public abstract record EditQuestionsResult
{
    public sealed record Saved(string Key) : EditQuestionsResult;

    /// <summary>Somebody else changed the draft, published it or threw it away meanwhile.</summary>
    public sealed record ChangedMeanwhile : EditQuestionsResult;

    /// <summary>As many extra questions are asked as can be.</summary>
    public sealed record TooMany : EditQuestionsResult;

    /// <summary>There is no such question, or it is a core one, which always stays.</summary>
    public sealed record NotFound : EditQuestionsResult;

    /// <summary>Its number of choices cannot change once people have answered it.</summary>
    public sealed record ChoicesFixed(int Count) : EditQuestionsResult;
}

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

internal static class WordsRules
{
    public static void Line<T>(
        ValidationContext<T> check,
        string at,
        string? text,
        int longest,
        string? whenEmpty = null
    )
    {
        var length = text?.Trim().Length ?? 0;
        if (length == 0 && whenEmpty is not null)
            check.AddFailure(at, whenEmpty);
        else if (length > longest)
            check.AddFailure(at, $"Shorten it to {longest} characters.");
        else if (text?.Contains('\0') == true)
            check.AddFailure(at, "Remove the character U+0000."); // PostgreSQL cannot store it.
    }
}

internal sealed class EditQuestionsHandler(WellbeingDb db, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<RewordQuestion, EditQuestionsResult>,
        IRequestHandler<SaveExtraQuestion, EditQuestionsResult>,
        IRequestHandler<MoveQuestion, EditQuestionsResult>,
        IRequestHandler<RetireQuestion, EditQuestionsResult>
{
    public Task<EditQuestionsResult> Handle(RewordQuestion request, CancellationToken cancellationToken) =>
        Edit(
            request,
            request.By,
            request.Question.ToString(),
            (plan, _) =>
            {
                var words = ByLanguage(request.Words, w => new CoreWords(w.Legend!.Trim(), TypedWords.Trimmed(w.Hint)));
                var wording = plan.Wording.Where(w => w.Key != request.Question).ToDictionary();
                if (words.Count > 0)
                    wording[request.Question] = words;
                return (plan with { Wording = wording }, null);
            },
            cancellationToken
        );

    public Task<EditQuestionsResult> Handle(SaveExtraQuestion request, CancellationToken cancellationToken)
    {
        var words = ByLanguage(
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
            return Edit(
                request,
                request.By,
                null,
                (plan, _) =>
                {
                    if (AsksAllItCan(plan))
                        return (plan, new EditQuestionsResult.TooMany());
                    // Numbers of published questions stay theirs for good: those are in every plan.
                    var next = plan.Extras.Select(e => e.Number).DefaultIfEmpty(0).Max() + 1;
                    var extra = new ExtraQuestion(next, request.Kind, words, request.OnlyFor, Retired: false);
                    return (
                        plan with
                        {
                            Extras = [.. plan.Extras, extra],
                            Order = Placed(plan.Order, extra.Key),
                        },
                        null
                    );
                },
                cancellationToken
            );
        }

        return Edit(
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

    public Task<EditQuestionsResult> Handle(MoveQuestion request, CancellationToken cancellationToken) =>
        Edit(
            request,
            request.By,
            request.Key,
            (plan, _) =>
            {
                List<string> order = [.. plan.Order];
                var at = order.IndexOf(request.Key);
                var to = request.Up ? at - 1 : at + 1;
                if (at < 0)
                    return (plan, new EditQuestionsResult.NotFound());
                if (to >= 0 && to < order.Count)
                    (order[at], order[to]) = (order[to], order[at]);
                return (plan with { Order = order }, null);
            },
            cancellationToken
        );

    public Task<EditQuestionsResult> Handle(RetireQuestion request, CancellationToken cancellationToken) =>
        Edit(
            request,
            request.By,
            request.Key,
            (plan, published) =>
            {
                if (plan.Extras.SingleOrDefault(e => e.Key == request.Key) is not { } extra)
                    return (plan, new EditQuestionsResult.NotFound());
                if (extra.Retired == request.Retired)
                    return (plan, null);
                if (!request.Retired && AsksAllItCan(plan))
                    return (plan, new EditQuestionsResult.TooMany());
                var order = request.Retired
                    ? plan.Order.Where(k => k != extra.Key).ToList()
                    : Placed(plan.Order, extra.Key);
                return (
                    plan with
                    {
                        Order = order,
                        Extras = published.Extras.Any(e => e.Number == extra.Number)
                            ? [.. plan.Extras.Select(e => e == extra ? e with { Retired = request.Retired } : e)]
                            : [.. plan.Extras.Where(e => e != extra)],
                    },
                    null
                );
            },
            cancellationToken
        );

    private async Task<EditQuestionsResult> Edit(
        IEditsQuestions request,
        Actor by,
        string? key,
        Func<QuestionPlan, QuestionPlan, (QuestionPlan Plan, EditQuestionsResult? Refused)> change,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var draft = await db.QuestionDrafts.SingleOrDefaultAsync(cancellationToken);
        if ((draft?.Version ?? 0) != request.Seen)
            return new EditQuestionsResult.ChangedMeanwhile();
        var version = await questions.VersionInForce(cancellationToken);
        var published = await questions.Of(version, cancellationToken);
        var (plan, refused) = change(draft?.Plan ?? published, published);
        if (refused is not null)
            return refused;
        // It begins anywhere, so that a page that shows a draft since thrown away fits no other.
        if (draft is null)
            db.QuestionDrafts.Add(
                draft = new QuestionDraft
                {
                    Plan = plan,
                    BasedOn = version,
                    EditedByName = by.Name,
                    Version = RandomNumberGenerator.GetInt32(1, 1_000_000_000),
                }
            );
        (draft.Plan, draft.EditedByName, draft.EditedAtUtc) = (plan, by.Name, now);
        db.Audit(by, AuditActions.QuestionsDrafted, now, detail: $"question={key ?? plan.Extras[^1].Key}");
        await db.SaveChangesAsync(cancellationToken);
        return new EditQuestionsResult.Saved(key ?? plan.Extras[^1].Key);
    }

    private static bool AsksAllItCan(QuestionPlan plan) =>
        plan.Extras.Count(e => !e.Retired) >= QuestionPlan.MostExtras;

    /// <summary>A new one comes before free words and the wish for contact, where those stand last.</summary>
    private static List<string> Placed(IReadOnlyList<string> order, string key)
    {
        var at = order.Count;
        while (at > 0 && order[at - 1] is nameof(Question.Words) or nameof(Question.Contact))
            at--;
        return [.. order.Take(at), key, .. order.Skip(at)];
    }

    private static Dictionary<string, T> ByLanguage<T>(IReadOnlyList<TypedWords> rows, Func<TypedWords, T> of) =>
        rows.Select((words, i) => (words, i))
            .Where(r => !r.words.IsEmpty)
            .ToDictionary(r => Language.All[r.i].Tag, r => of(r.words));
}
