using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Options;
using Wellbeing.Migrations.Postgres;
using Wellbeing.Migrations.Sqlite;
using Wellbeing.Testing.Postgres;

namespace Wellbeing.Testing;

/// <summary>A real database for one test, gone afterwards.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    public abstract DatabaseProvider Provider { get; }
    public abstract string ConnectionString { get; }

    public void Configure(DbContextOptionsBuilder options)
    {
        if (Provider == DatabaseProvider.Postgres) options.UseWellbeingPostgres(ConnectionString);
        else options.UseWellbeingSqlite(ConnectionString);
    }

    public static async Task<TestDatabase> Create(DatabaseProvider provider) =>
        provider == DatabaseProvider.Postgres ? new PostgresTest(await PostgresServer.CreateDatabase()) : new SqliteTest();

    public abstract ValueTask DisposeAsync();

    private sealed class SqliteTest : TestDatabase
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-").FullName;

        public override DatabaseProvider Provider => DatabaseProvider.Sqlite;
        public override string ConnectionString => $"Data Source={Path.Combine(_folder, "test.db")}";

        public override ValueTask DisposeAsync()
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PostgresTest(Postgres.PostgresDatabase database) : TestDatabase
    {
        public override DatabaseProvider Provider => DatabaseProvider.Postgres;
        public override string ConnectionString => database.ConnectionString;
        public override ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
