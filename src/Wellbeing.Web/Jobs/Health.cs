using MediatR;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Web.Jobs;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: its database does too. <c>/health/engine</c>:
/// prompts, ladders and messages move on, on whichever server; where they do not, it says which in plain words.
/// </summary>
internal static class Health
{
    private const string Ready = "ready";
    private const string Engine = "engine";

    public static IServiceCollection AddWellbeingHealth(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<DatabaseAnswers>("database", tags: [Ready])
            .AddCheck<EngineMovesOn>("engine", tags: [Engine]);
        return services;
    }

    public static void MapWellbeingHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) })
            .AllowAnonymous();
        app.MapHealthChecks(
                "/health/engine",
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(Engine), ResponseWriter = Say }
            )
            .AllowAnonymous();
    }

    private static Task Say(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            string.Join(
                '\n',
                report
                    .Entries.Values.Select(e => e.Description ?? e.Status.ToString())
                    .Prepend(report.Status.ToString())
            ) + "\n"
        );
    }

    private sealed class EngineMovesOn(ISender sender) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                var health = await sender.Send(new GetEngineHealth(Actor.System), cancellationToken);
                return health switch
                {
                    { IsHealthy: false } => HealthCheckResult.Unhealthy(string.Join('\n', health.Late)),
                    { Broken: true } => HealthCheckResult.Degraded(
                        "Nothing is late, but an invariant does not hold or was not looked at for two hours. Run wellbeing doctor."
                    ),
                    _ => HealthCheckResult.Healthy("Nothing is late."),
                };
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }

    private sealed class DatabaseAnswers(WellbeingDb db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                return await db.ThresholdSettings.AnyAsync(cancellationToken)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("No thresholds.");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }
}
