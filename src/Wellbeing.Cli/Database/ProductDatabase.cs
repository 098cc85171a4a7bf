using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.Delivery;
using Wellbeing.Hosting;
using Wellbeing.Hosting.Keys;
using Wellbeing.Hosting.Settings;
using Wellbeing.Migrations.Postgres;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Cli.Database;

/// <summary>The application on the server's own settings: <c>appsettings.json</c> of its folder and the
/// environment.</summary>
internal static class ProductDatabase
{
    public static Option<string> FolderOption() =>
        new("--folder")
        {
            Description = "The server's folder, which holds appsettings.json and App_Data",
            DefaultValueFactory = _ => ".",
        };

    /// <summary>The server's database settings, and its folder.</summary>
    public static (DatabaseOptions Database, string Root) Settings(string folder)
    {
        var (database, _, root) = Read(folder);
        return (database, root);
    }

    /// <summary>How often a server of these settings leaves its beat in the database.</summary>
    public static TimeSpan BetweenBeats(string folder) =>
        TimeSpan.FromSeconds(
            int.TryParse(
                Read(folder).Configuration[$"{JobsOptions.Section}:{nameof(JobsOptions.EverySeconds)}"],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
                ? Math.Clamp(seconds, 1, 60)
                : new JobsOptions().EverySeconds
        );

    /// <summary>The SQLite file, there or not.</summary>
    public static string FileOf(string connectionString, string root) =>
        Path.Combine(root, new SqliteConnectionStringBuilder(connectionString).DataSource);

    /// <summary>The SQLite file; a command that looks must not leave an empty one behind.</summary>
    public static string ExistingFile(string connectionString, string root) =>
        FileOf(connectionString, root) is var file && File.Exists(file)
            ? file
            : throw new OperatorException(
                $"There is no database {file}. Start the server once, which makes it; or name its folder with --folder, or set Database:ConnectionString."
            );

    public static ServiceProvider Open(string folder)
    {
        var (database, configuration, root) = Read(folder);
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddWellbeingApp(configuration)
            .AddWellbeingDelivery(configuration)
            .AddDbContext<WellbeingDb>(options =>
            {
                if (database.Provider == DatabaseProvider.Postgres)
                    options.UseWellbeingPostgres(database.ConnectionString);
                else
                    options.UseWellbeingSqlite(Existing(database.ConnectionString, root));
            });
        // A command makes no key by the way: one that could not open those that are there would.
        return services
            .AddKeyRings(configuration, root, IsDevelopment(configuration), makesKeys: false)
            .BuildServiceProvider();
    }

    /// <summary>For what opens or seals anything: the keys in the database can be opened as the settings have it.</summary>
    public static async Task RequireKeys(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WellbeingDb>().Database;
        if (
            await Ask(async () =>
            {
                await database.OpenConnectionAsync(cancellationToken);
                return await services
                    .GetRequiredService<KeyRings>()
                    .Faults(database.GetDbConnection(), cancellationToken);
            })
            is [var fault, ..]
        )
            throw new OperatorException(fault);
    }

    /// <summary>The keys in a copy of the database can be opened as the settings have it.</summary>
    /// <returns>What opens them; empty where they lie in clear.</returns>
    public static async Task<IReadOnlyList<string>> RequireKeys(
        string folder,
        SqliteConnection copy,
        CancellationToken cancellationToken
    )
    {
        var (_, configuration, root) = Read(folder);
        await using var services = new ServiceCollection()
            .AddKeyRings(configuration, root, IsDevelopment(configuration), makesKeys: false)
            .BuildServiceProvider();
        var faults = await services.GetRequiredService<KeyRings>().Faults(copy, cancellationToken);
        return faults is [var fault, ..]
            ? throw new OperatorException(fault)
            : await KeyRings.WrappedBy(copy, cancellationToken);
    }

    private static bool IsDevelopment(IConfiguration configuration) =>
        string.Equals(
            configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"],
            Environments.Development,
            StringComparison.OrdinalIgnoreCase
        );

    /// <summary>Said of a database in which the tables of this version are not.</summary>
    public const string NotSetUp =
        "The database is not there yet, empty, or of another version. Start the server once, which sets it up; or name the server's folder with --folder, or set Database:ConnectionString.";

    /// <summary>Asks; a database that does not answer, or is not set up, is the operator's to mend.</summary>
    public static async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when ((e as DbException ?? e.InnerException as DbException) is { } told && IsNotSetUp(told))
        {
            throw new OperatorException(NotSetUp);
        }
        catch (DbException e)
        {
            throw new OperatorException(
                $"The database does not answer ({e.Message.ReplaceLineEndings(" ")}). Check Database:Provider and Database:ConnectionString, or name the server's folder with --folder."
            );
        }
    }

    private static bool IsNotSetUp(DbException e) =>
        e.SqlState
            is PostgresErrorCodes.InvalidCatalogName
                or PostgresErrorCodes.UndefinedTable
                or PostgresErrorCodes.UndefinedColumn
        || (
            e is SqliteException
            && (
                e.Message.Contains("no such table", StringComparison.Ordinal)
                || e.Message.Contains("no such column", StringComparison.Ordinal)
            )
        );

    private static string Existing(string connectionString, string root) =>
        new SqliteConnectionStringBuilder(connectionString)
        {
            DataSource = ExistingFile(connectionString, root),
        }.ToString();

    private static (DatabaseOptions Database, IConfiguration Configuration, string Root) Read(string folder)
    {
        var root = Path.GetFullPath(folder);
        if (!Directory.Exists(root))
            throw new OperatorException($"--folder: there is no folder {root}.");
        var configuration = new ConfigurationBuilder()
            .SetBasePath(root)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        return (
            configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions(),
            configuration,
            root
        );
    }
}
