using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Hosting;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Web.Jobs;

/// <summary>
/// The engine's own clock, beside Hangfire's minute: does what is due, looks at the invariants at start and every hour,
/// and remembers the end of the audit log outside the database.
/// </summary>
internal sealed partial class EngineLoop(
    IServiceScopeFactory scopes,
    IOptions<JobsOptions> jobs,
    AnchorFile anchor,
    TimeProvider clock,
    ILogger<EngineLoop> log
) : BackgroundService
{
    private static readonly TimeSpan _checkEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan _anchorEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _tellAnchorEvery = TimeSpan.FromDays(1);

    private DateTime _checkedUtc;
    private DateTime _anchoredUtc;
    private DateTime _toldUtc;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // The host goes on starting.
        var every = TimeSpan.FromSeconds(jobs.Value.EverySeconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A long queue is worked off without waiting in between.
                while ((await Send(new Tick(Actor.System, Schedule.Server), stoppingToken)).Sent > 0)
                    await Watch(stoppingToken);
                await Watch(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e); // The database may be away for a while; the next beat tries again.
            }

            try
            {
                await Task.Delay(every, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Watch(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (Passed(_checkedUtc, _checkEvery))
        {
            foreach (var violation in (await Send(new CheckInvariants(Actor.System), cancellationToken)).Violations)
                LogViolation(violation.Invariant, violation.Subject, violation.Says);
            _checkedUtc = now;
        }

        if (
            Passed(_anchoredUtc, _anchorEvery)
            && await Send(new GetAuditHead(Actor.System), cancellationToken) is { } head
        )
        {
            head.Write(anchor.Path);
            _anchoredUtc = now;
            if (!Passed(_toldUtc, _tellAnchorEvery))
                return;
            LogAnchor(head.Sequence, head.Hash);
            _toldUtc = now;
        }

        // A clock that was set back does not stop them.
        bool Passed(DateTime last, TimeSpan time) => now < last || now - last >= time;
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "A round of the engine failed; the next one tries again")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Critical, "Invariant {Invariant} does not hold for {Subject}: {Says}")]
    private partial void LogViolation(string invariant, string subject, string says);

    [LoggerMessage(LogLevel.Information, "The audit log ends with record {Sequence}, hash {Hash}")]
    private partial void LogAnchor(long sequence, string hash);
}
