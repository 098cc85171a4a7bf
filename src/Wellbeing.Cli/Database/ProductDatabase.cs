using System.CommandLine;
using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.App.Options;
using Wellbeing.Delivery;
using Wellbeing.Migrations.Postgres;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Cli.Database;

/// <summary>The application on the server's own settings: <c>appsettings.json</c> of its folder and the environment.</summary>
internal static class ProductDatabase
{
    public static Option<string> FolderOption() => new("--folder")
    {
        Description = "The server's folder, which holds appsettings.json and App_Data",
        DefaultValueFactory = _ => ".",
    };

    public static ServiceProvider Open(string folder)
    {
        var root = Path.GetFullPath(folder);
        if (!Directory.Exists(root)) throw new OperatorException($"--folder: there is no folder {root}.");
        var configuration = new ConfigurationBuilder().SetBasePath(root)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddWellbeingApp(configuration)
            .AddWellbeingDelivery(configuration)
            .AddDbContext<WellbeingDb>(options =>
            {
                if (database.Provider == DatabaseProvider.Postgres) options.UseWellbeingPostgres(database.ConnectionString);
                else options.UseWellbeingSqlite(Existing(database.ConnectionString, root));
            });
        services.AddDataProtection().SetApplicationName("Wellbeing").PersistKeysToDbContext<WellbeingDb>();
        return services.BuildServiceProvider();
    }

    /// <summary>Asks; a database that does not answer is the operator's to mend.</summary>
    public static async Task<T> Ask<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (DbException e)
        {
            throw new OperatorException($"The database does not answer ({e.Message}). Check Database:Provider and Database:ConnectionString, or name the server's folder with --folder.");
        }
    }

    // A command that looks must not leave an empty database behind.
    private static string Existing(string connectionString, string root)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString);
        connection.DataSource = Path.Combine(root, connection.DataSource);
        if (!File.Exists(connection.DataSource))
            throw new OperatorException($"There is no database {connection.DataSource}. Name the server's folder with --folder, or set Database:ConnectionString.");
        return connection.ToString();
    }
}
