using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>Moves a question one place up or down.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record MoveQuestion(Actor By, int Seen, string Key, bool Up) : IEditsQuestions;

internal sealed class MoveQuestionHandler(QuestionEdits questionEdits)
    : IRequestHandler<MoveQuestion, EditQuestionsResult>
{
    public Task<EditQuestionsResult> Handle(MoveQuestion request, CancellationToken cancellationToken) =>
        questionEdits.Edit(
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
}
