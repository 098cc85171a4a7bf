using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Web.Jobs;

/// <summary>
/// Calls a monitor elsewhere as long as nothing is late and the invariants hold. When this machine dies, or the engine
/// falls silent, the calls stop, and the monitor raises the alarm.
/// </summary>
internal sealed partial class HeartbeatPing(
    IServiceScopeFactory scopes,
    IOptions<WatchOptions> watch,
    IHttpClientFactory http,
    ILogger<HeartbeatPing> log
) : BackgroundService
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!watch.Value.IsSet)
            return;
        await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(watch.Value.PingEverySeconds));
        try
        {
            do await PingIfWell(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task PingIfWell(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var health = await scope
                .ServiceProvider.GetRequiredService<ISender>()
                .Send(new GetEngineHealth(Actor.System), stoppingToken);
            if (!health.IsHealthy || health.Broken)
            {
                LogWithheld(health.Late.Count, health.Broken);
                return;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(_patience);
            using var answer = await http.CreateClient(nameof(HeartbeatPing))
                .GetAsync(watch.Value.PingUrl, limit.Token);
            if (!answer.IsSuccessStatusCode)
                LogRefused((int)answer.StatusCode);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(e.GetType().Name); // Without the address: whoever knows it can silence the alarm.
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The monitor was not called: {Late} things are late, invariants broken or not looked at: {Broken}"
    )]
    private partial void LogWithheld(int late, bool broken);

    [LoggerMessage(LogLevel.Warning, "The monitor of Watch:PingUrl answered {Status}")]
    private partial void LogRefused(int status);

    [LoggerMessage(LogLevel.Warning, "The monitor of Watch:PingUrl could not be called ({Kind})")]
    private partial void LogFailed(string kind);
}
