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
    TimeProvider time,
    ILogger<RunAgainOnConflict<TRequest, TResponse>> log
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    private const int Runs = 10;

    /// <summary>A database that was busy for so long is held, not busy: whoever waits is told.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public async Task<TResponse> Handle(
        TRequest request,
        RequestHandlerDelegate<TResponse> next,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        for (var run = 1; ; run++)
        {
            try
            {
                return await next();
            }
            catch (Exception e)
                when (run < Runs
                    && Conflict.Is(e)
                    && time.GetElapsedTime(began) < _patience
                    && db.Database.CurrentTransaction is null
                )
            {
                LogConflict(typeof(TRequest).Name, run, e.GetType().Name);
                db.StartOver();
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 40) * run), cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Request} met a conflict on run {Run} ({Kind}); running again")]
    private partial void LogConflict(string request, int run, string kind);
}
