using MediatR;
using Microsoft.Extensions.Logging;
using Wellbeing.App.Data;

namespace Wellbeing.App.Pipeline;

/// <summary>
/// Runs the unit of work again when somebody else wrote first: a version moved on, a unique key was taken, the
/// database was busy. The second run sees what the first writer left and answers accordingly.
/// </summary>
public sealed partial class RunAgainOnConflict<TRequest, TResponse>(
    WellbeingDb db,
    ILogger<RunAgainOnConflict<TRequest, TResponse>> log
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public Task<TResponse> Handle(
        TRequest request,
        RequestHandlerDelegate<TResponse> next,
        CancellationToken cancellationToken
    ) =>
        Conflict.UntilItHolds(
            () => next(),
            cancellationToken,
            (run, e) =>
            {
                LogConflict(typeof(TRequest).Name, run, e.GetType().Name);
                db.StartOver();
            },
            () => db.Database.CurrentTransaction is null
        );

    [LoggerMessage(LogLevel.Information, "{Request} met a conflict on run {Run} ({Kind}); running again")]
    private partial void LogConflict(string request, int run, string kind);
}
