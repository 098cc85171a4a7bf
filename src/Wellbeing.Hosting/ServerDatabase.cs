using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.Hosting.Keys;
using Wellbeing.Migrations.Postgres;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.Hosting;

/// <summary>The database of a server, as its settings have it, and the keys that live in it.</summary>
public static class ServerDatabase
{
    /// <param name="environment">Its content root is the server's folder, under which relative paths lie.</param>
    /// <param name="makesKeys">False for who only looks.</param>
    public static IServiceCollection AddServerDatabase(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment,
        bool makesKeys = true
    )
    {
        var root = environment.ContentRootPath;
        services
            .AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.Section))
            .Validate(
                o => !LacksPostgres(o),
                "Database:ConnectionString is not set. Set it to your PostgreSQL server, such as Host=db;Database=wellbeing;Username=wellbeing;Password=..."
            )
            .Validate(
                o => LacksPostgres(o) || CanBeRead(o),
                "Database:ConnectionString cannot be read. Write it like Data Source=App_Data/wellbeing.db, or for PostgreSQL like Host=db;Database=wellbeing;Username=wellbeing;Password=..."
            )
            .ValidateOnStart();
        services.AddDbContext<WellbeingDb>(
            (provider, options) =>
            {
                var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
                if (database.Provider == DatabaseProvider.Postgres)
                    options.UseWellbeingPostgres(database.ConnectionString);
                else
                    options.UseWellbeingSqlite(
                        new SqliteConnectionStringBuilder(database.ConnectionString)
                        {
                            DataSource = SqliteFile(database, root),
                        }.ToString()
                    );
            }
        );

        // Free text and sign-ins depend on these keys: they are kept, and backed up, with the data they open.
        return services.AddKeyRings(configuration, root, environment.IsDevelopment(), makesKeys);
    }

    /// <summary>The keys that lie in the database, for who adds that otherwise.</summary>
    /// <param name="root">The server's folder.</param>
    /// <param name="makesKeys">False for who only uses those that are there.</param>
    public static IServiceCollection AddKeyRings(
        this IServiceCollection services,
        IConfiguration configuration,
        string root,
        bool isDevelopment,
        bool makesKeys
    ) => KeyRings.Add(services, configuration, root, isDevelopment, makesKeys);

    /// <summary>The SQLite file, there or not.</summary>
    public static string SqliteFile(DatabaseOptions database, string root) =>
        new SqliteConnectionStringBuilder(database.ConnectionString).DataSource is var file && file == ":memory:"
            ? file
            : Path.Combine(root, file);

    private static bool LacksPostgres(DatabaseOptions options) =>
        options.Provider == DatabaseProvider.Postgres
        && options.ConnectionString.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase);

    private static bool CanBeRead(DatabaseOptions options)
    {
        try
        {
            _ =
                options.Provider == DatabaseProvider.Postgres
                    ? new NpgsqlConnectionStringBuilder(options.ConnectionString).ConnectionString
                    : new SqliteConnectionStringBuilder(options.ConnectionString).ConnectionString;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
