using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary><c>wellbeing check</c> against a PostgreSQL server: reach, migrations, writing, clock.</summary>
public sealed class CheckPostgresTests
{
    [Fact]
    public async Task A_database_set_up_and_an_empty_one_are_right()
    {
        await using var database = await TestDatabase.Create(DatabaseProvider.Postgres);
        await Says(database.ConnectionString, 0, "ok database: empty; the first start sets it up.", "ok clock");
        var migrations = await Migrate(database);
        await Says(database.ConnectionString, 0, "ok database", "ok clock");
        // Where there is one migration, none can wait beside one that was applied.
        if (migrations < 2)
            return;
        await Run(
            database,
            """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = (SELECT max("MigrationId") FROM "__EFMigrationsHistory")"""
        );
        await Says(
            database.ConnectionString,
            0,
            "ok database: the next start applies 1 migrations. Back it up before.",
            "ok clock"
        );
    }

    [Fact]
    public async Task One_that_a_later_version_worked_on_takes_no_writes_or_does_not_answer_is_told()
    {
        await using var database = await TestDatabase.Create(DatabaseProvider.Postgres);
        await Migrate(database);
        await Run(database, """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99')""");
        await Says(
            database.ConnectionString,
            1,
            "FAILED database: A later version has worked on it (it holds the migration 29990101000000_Later). Use that version, or set Database:ConnectionString to another database.",
            "ok clock"
        );
        await Run(database, """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '2999%'""");

        var readOnly = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Options = "-c default_transaction_read_only=on",
        }.ConnectionString;
        await Says(
            readOnly,
            1,
            "FAILED database: It takes no writes: it is a standby, or set to read only. Set Database:ConnectionString to the server that is written to.",
            "ok clock"
        );

        var away = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Port = 1,
            Timeout = 3,
        }.ConnectionString;
        var said = await Check(away);
        Assert.Equal(1, said.Code);
        Assert.Contains(
            said.Lines,
            l =>
                l.StartsWith("FAILED database: PostgreSQL does not answer (", StringComparison.Ordinal)
                && l.EndsWith("Check Database:ConnectionString and that the server runs.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task One_that_is_not_there_yet_is_made_by_whoever_may()
    {
        await using var database = await TestDatabase.Create(DatabaseProvider.Postgres);
        var wanted = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "wellbeing_not_there" };
        await Says(wanted.ConnectionString, 0, "ok database: not there yet; the first start makes it.");

        var role = $"wb_{Guid.CreateVersion7():N}";
        await Run(database, $"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        try
        {
            await Says(
                new NpgsqlConnectionStringBuilder(wanted.ConnectionString)
                {
                    Username = role,
                    Password = "x",
                }.ConnectionString,
                1,
                $"FAILED database: The server has no database wellbeing_not_there, and {role} may not make it. Make it, or correct Database in Database:ConnectionString."
            );
            await Says(
                new NpgsqlConnectionStringBuilder(database.ConnectionString)
                {
                    Username = role,
                    Password = "x",
                }.ConnectionString,
                1,
                "FAILED database: Its user may make no tables, and some are still to be made. Grant CREATE on its schema, or set another Username in Database:ConnectionString.",
                "ok clock"
            );
        }
        finally
        {
            await Run(database, $"DROP ROLE {role}");
        }
    }

    [Theory]
    [InlineData(1, "first-administrator", "--email", "ruth@team.example", "--name", "Ruth")]
    [InlineData(2, "doctor")]
    [InlineData(2, "verify-audit")]
    [InlineData(2, "backup", "--mark")]
    [InlineData(2, "restore", "--mark")]
    [InlineData(2, "retention", "--dry-run")]
    [InlineData(2, "keys", "check")]
    public async Task What_is_asked_before_the_first_start_says_so_in_one_line(int code, params string[] command)
    {
        const string line =
            "wellbeing: The database is not there yet, empty, or of another version. Start the server once, which sets it up; or name the server's folder with --folder, or set Database:ConnectionString.\n";
        await using var database = await TestDatabase.Create(DatabaseProvider.Postgres);
        Assert.Equal((code, line), await Cli(database.ConnectionString, command));
        var away = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "wellbeing_not_there" };
        Assert.Equal((code, line), await Cli(away.ConnectionString, command));
    }

    [Theory]
    [InlineData("- interval '90 seconds'", "90 seconds ahead of")]
    [InlineData("+ interval '2 hours'", "7,200 seconds behind")]
    public async Task Clocks_that_differ_are_told(string theirs, string apart)
    {
        await using var database = await TestDatabase.Create(DatabaseProvider.Postgres);
        await Migrate(database);
        // A clock of its own for whoever looks into this schema first: nobody's real clock is moved.
        await Run(database, "CREATE SCHEMA skewed");
        await Run(
            database,
            $"CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() {theirs} $$"
        );
        var said = await Check(
            new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                SearchPath = "skewed,pg_catalog,public",
            }.ConnectionString
        );
        Assert.Equal(1, said.Code);
        Assert.Contains(
            $"FAILED clock: This machine's clock is {apart} the database server's. Set both by the same time service (NTP).",
            said.Lines
        );
    }

    private static async Task Says(string connectionString, int code, params string[] lines)
    {
        var said = await Check(connectionString);
        Assert.Equal(lines, said.Lines.Where(l => l.Split(' ', ':') is [_, "database" or "clock", ..]));
        Assert.Equal(code, said.Code);
    }

    private static async Task<(int Code, string[] Lines)> Check(string connectionString)
    {
        var (code, said) = await Cli(connectionString, "check");
        return (code, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<(int Code, string Said)> Cli(string connectionString, params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-check-").FullName;
        try
        {
            return await ServerUnderTest.Cli(
                folder,
                new Dictionary<string, string>
                {
                    ["Database__Provider"] = "Postgres",
                    ["Database__ConnectionString"] = connectionString,
                    ["Site__BaseUrl"] = "https://wellbeing.example.org",
                    [OperatorsKey.Variable] = OperatorsKey.File,
                    ["Production__AllowMailAsFiles"] = "true",
                    ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                },
                command
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> Migrate(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<WellbeingDb>();
        options.UseIdentitySchema();
        database.Configure(options);
        await using var db = new WellbeingDb(options.Options);
        await db.Database.MigrateAsync();
        return db.Database.GetMigrations().Count();
    }

    private static async Task Run(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
