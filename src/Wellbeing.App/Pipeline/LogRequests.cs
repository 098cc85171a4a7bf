using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Wellbeing.App.Pipeline;

/// <summary>Logs the name and the duration of each request, never its content: that is somebody's worst day.</summary>
public sealed partial class LogRequests<TRequest, TResponse>(ILogger<LogRequests<TRequest, TResponse>> log)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(
        TRequest request,
        RequestHandlerDelegate<TResponse> next,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await next();
        }
        finally
        {
            LogDone(typeof(TRequest).Name, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Request} took {Milliseconds:0.0} ms")]
    private partial void LogDone(string request, double milliseconds);
}
