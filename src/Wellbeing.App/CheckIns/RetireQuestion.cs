using FluentValidation;
using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>Takes an extra question out, or asks it again. One that was never published goes altogether.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RetireQuestion(Actor By, int Seen, string Key, bool Retired) : IEditsQuestions;

internal sealed class RetireQuestionHandler(QuestionEdits questionEdits)
    : IRequestHandler<RetireQuestion, EditQuestionsResult>
{
    public Task<EditQuestionsResult> Handle(RetireQuestion request, CancellationToken cancellationToken) =>
        questionEdits.Edit(
            request,
            request.By,
            request.Key,
            (plan, published) =>
            {
                if (plan.Extras.SingleOrDefault(e => e.Key == request.Key) is not { } extra)
                    return (plan, new EditQuestionsResult.NotFound());
                if (extra.Retired == request.Retired)
                    return (plan, null);
                if (!request.Retired && QuestionEdits.AsksAllItCan(plan))
                    return (plan, new EditQuestionsResult.TooMany());
                var order = request.Retired
                    ? plan.Order.Where(k => k != extra.Key).ToList()
                    : QuestionEdits.Placed(plan.Order, extra.Key);
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
}
