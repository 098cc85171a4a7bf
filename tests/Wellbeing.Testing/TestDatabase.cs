using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
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
        if (Provider == DatabaseProvider.Postgres)
            options.UseWellbeingPostgres(ConnectionString);
        else
            options.UseWellbeingSqlite(ConnectionString);
    }

    /// <summary>An empty database, or a copy of <paramref name="template"/>.</summary>
    public static async Task<TestDatabase> Create(DatabaseProvider provider, TestDatabase? template = null)
    {
        if (provider == DatabaseProvider.Postgres)
            return new PostgresTest(await PostgresServer.CreateDatabase(((PostgresTest?)template)?.Name));
        var copy = new SqliteTest();
        if (template is SqliteTest original)
            original.CopyTo(copy);
        return copy;
    }

    /// <summary>Lets go of every connection, so that the database can be copied.</summary>
    public abstract void Close();

    public abstract ValueTask DisposeAsync();

    private sealed class SqliteTest : TestDatabase
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-").FullName;

        public override DatabaseProvider Provider => DatabaseProvider.Sqlite;
        public override string ConnectionString => $"Data Source={File}";

        private string File => Path.Combine(_folder, "test.db");

        public void CopyTo(SqliteTest copy) => System.IO.File.Copy(File, copy.File);

        // The last connection to close folds the write-ahead log into the file.
        public override void Close()
        {
            using var connection = new SqliteConnection(SqliteDatabase.Complete(ConnectionString).ToString());
            SqliteConnection.ClearPool(connection);
        }

        public override ValueTask DisposeAsync()
        {
            Close();
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PostgresTest(Postgres.PostgresDatabase database) : TestDatabase
    {
        public string Name => database.Name;

        public override void Close()
        {
            using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
            Npgsql.NpgsqlConnection.ClearPool(connection);
        }

        public override DatabaseProvider Provider => DatabaseProvider.Postgres;
        public override string ConnectionString => database.ConnectionString;

        public override ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
