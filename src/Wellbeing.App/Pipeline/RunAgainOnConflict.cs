using MediatR;
using Wellbeing.App.Data;

namespace Wellbeing.App.Pipeline;

/// <summary>Runs the unit of work again when somebody else wrote first, and so answers on what the first writer left.</summary>
public sealed class RunAgainOnConflict<TRequest, TResponse>(WellbeingDb db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        Conflicts.RunAgain(db, () => next(), cancellationToken);
}
