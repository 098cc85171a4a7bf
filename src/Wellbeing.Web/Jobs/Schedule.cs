using Hangfire;
using Hangfire.PostgreSql;
using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Web.Jobs;

/// <summary>
/// The background half of the product, in one list: each job sends one command. Hangfire's storage is never the
/// truth; lose it, and the next beat finds the same work.
/// </summary>
public sealed class Schedule(ISender sender)
{
    /// <summary>Everything that is due.</summary>
    public const string Engine = "engine";

    /// <summary>Removes what has been kept long enough.</summary>
    public const string Retention = "retention";

    /// <summary>Looks for mails that came back, where a mailbox for them is set.</summary>
    public const string Bounces = "bounces";

    /// <summary>Messages alone: nudged after a request that wrote some.</summary>
    public const string Messages = "messages";

    /// <summary>Who claims messages: this process.</summary>
    public static string Server { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Name and how often. All times are UTC; local times are the application's business.</summary>
    public static IReadOnlyList<(string Name, string Cron)> All { get; } =
    [
        (Engine, Cron.Minutely()),
        (Retention, Cron.Daily(17)), // Three in the morning in Brisbane.
    ];

    // A sweep that failed is not repeated by Hangfire: the next one does the same work.
    [AutomaticRetry(Attempts = 0)]
    public Task Run(string name, CancellationToken cancellationToken) =>
        name switch
        {
            Retention => sender.Send(new Retain(Actor.System, DryRun: false), cancellationToken),
            Bounces => sender.Send(new ReadBounces(Actor.System), cancellationToken),
            Engine => sender.Send(new Tick(Actor.System, Server), cancellationToken),
            Messages => sender.Send(new SendDueMessages(Actor.System, Server), cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
}

/// <summary>Hosts Hangfire, and nudges it when a request left messages to send.</summary>
internal static class JobHost
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        if (!Enabled(configuration))
            return services;
        services.AddHostedService<EngineLoop>();
        services.AddHostedService<HeartbeatPing>();
        services.AddHttpClient(nameof(HeartbeatPing)).RemoveAllLoggers(); // They would write the address.
        services.AddHangfire(
            (provider, hangfire) =>
            {
                var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
                hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
                if (database.Provider == DatabaseProvider.Postgres)
                    hangfire.UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(database.ConnectionString));
                else
                    hangfire.UseInMemoryStorage();
            }
        );
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
            server.ShutdownTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddScoped<Schedule>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(NudgeDispatcher<,>));
        return services;
    }

    public static void ScheduleJobs(this WebApplication app)
    {
        if (!Enabled(app.Configuration))
            return;
        var recurring = app.Services.GetRequiredService<IRecurringJobManager>();
        foreach (var (name, cron) in Schedule.All)
        {
            recurring.AddOrUpdate<Schedule>(name, schedule => schedule.Run(name, CancellationToken.None), cron);
            recurring.Trigger(name); // What fell due while we were away is done now, not in a minute.
        }

        var bounces = app.Services.GetRequiredService<IOptions<BounceOptions>>().Value;
        if (!bounces.Enabled)
        {
            recurring.RemoveIfExists(Schedule.Bounces);
            return;
        }

        recurring.AddOrUpdate<Schedule>(
            Schedule.Bounces,
            schedule => schedule.Run(Schedule.Bounces, CancellationToken.None),
            bounces.EveryMinutes == 60 ? Cron.Hourly() : $"*/{bounces.EveryMinutes} * * * *"
        );
        recurring.Trigger(Schedule.Bounces);
    }

    /// <summary><c>Jobs:Enabled</c>, default true: false for a server that only answers requests.</summary>
    // Asked before the settings are judged: what cannot be read as yes or no is told there, with whatever else is
    // wrong.
    private static bool Enabled(IConfiguration configuration) =>
        !bool.TryParse(configuration[$"{JobsOptions.Section}:{nameof(JobsOptions.Enabled)}"], out var enabled)
        || enabled;

    /// <summary>After the commit, not before: a message written by this request leaves within seconds instead of at the
    /// next sweep.</summary>
    private sealed class NudgeDispatcher<TRequest, TResponse>(WellbeingDb db, IBackgroundJobClient jobs)
        : IPipelineBehavior<TRequest, TResponse>
        where TRequest : notnull
    {
        public async Task<TResponse> Handle(
            TRequest request,
            RequestHandlerDelegate<TResponse> next,
            CancellationToken cancellationToken
        )
        {
            var response = await next();
            // What the product does on its own ends with the outbox anyhow.
            if (db.WroteMessages && request is IActed { By: var by } && !by.Is(Roles.System))
                jobs.Enqueue<Schedule>(schedule => schedule.Run(Schedule.Messages, CancellationToken.None));
            return response;
        }
    }
}
