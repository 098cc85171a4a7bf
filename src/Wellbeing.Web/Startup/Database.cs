using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Hosting;
using Wellbeing.Hosting.Keys;
using Wellbeing.Migrations.Sqlite;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Startup;

/// <summary>The database, and the keys that live in it.</summary>
internal static class Database
{
    public static IServiceCollection AddWellbeingDatabase(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.AddServerDatabase(configuration, environment);
        services.AddSingleton(provider => new AnchorFile(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.AnchorFile(environment.ContentRootPath)
        ));
        services.AddSingleton<HeldLock>();
        return services;
    }

    /// <summary>Creates or migrates the database and adds what every one holds.</summary>
    public static async Task PrepareDatabase(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var db = scope.ServiceProvider.GetRequiredService<WellbeingDb>();
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
            if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            scope.ServiceProvider.GetRequiredService<HeldLock>().Take(file);
            if (!OperatingSystem.IsWindows() && Path.IsPathRooted(file))
            {
                // Names, addresses and ratings lie open in it. What SQLite puts beside it has the mode it has.
                if (!File.Exists(file))
                    using (File.Create(file)) { }
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        // Asked first: an ordinary start then need not load and compare the whole model.
        if ((await db.Database.GetPendingMigrationsAsync()).Any())
            await db.Database.MigrateAsync();
        // EF sets it in new files; a file that a backup made has lost it.
        if (options.Provider == DatabaseProvider.Sqlite)
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        var wrapped = await scope.ServiceProvider.GetRequiredService<KeyRings>().Prepare(db);
        var isNew = !await db.ThresholdSettings.AnyAsync();
        // The demo's first settings were in force before its first check-in.
        await db.EnsureDefaults(
            DemoDoor.IsOpen(app.Environment, app.Configuration) ? DemoDoor.BeginsUtc(now) : now,
            CancellationToken.None,
            scope.ServiceProvider.GetRequiredService<IOptions<TeamOptions>>().Value
        );
        await scope.ServiceProvider.GetRequiredService<TeamHours>().Get(CancellationToken.None); // From now on moments are shown in the team's zone.

        if (wrapped > 0)
        {
            await scope
                .ServiceProvider.GetRequiredService<ISender>()
                .Send(new RecordKeysChanged(Actor.System, KeysChange.Wrapped));
            app.Logger.LogWarning(
                "The keys in the database lay in clear and are wrapped now. Copies of before still open what was sealed before: stop the server once, run 'wellbeing keys reseal', and do away with old backups."
            );
        }

        if (!isNew)
            await SealedUserStore.SealAll(db, scope.ServiceProvider.GetRequiredService<Wellbeing.App.SealedText>());
        var anchor = scope.ServiceProvider.GetRequiredService<AnchorFile>();
        anchor.ExpectWritable();
        if (!isNew)
            await anchor.Compare(scope.ServiceProvider.GetRequiredService<ISender>());

        // One process a SQLite file: a message that was being sent when the last one ended is sent again now, not after
        // its lease.
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            await db
                .Messages.Where(n => n.State == MessageState.Sending)
                .ExecuteUpdateAsync(n => n.SetProperty(x => x.LeaseUntilUtc, now.AddTicks(-1)));
        }
    }

    /// <summary>Lets go of the SQLite file with the host.</summary>
    private sealed class HeldLock : IDisposable
    {
        private DatabaseLock? _lock;

        public void Take(string file) => _lock = DatabaseLock.Take(file);

        public void Dispose() => _lock?.Dispose();
    }
}
