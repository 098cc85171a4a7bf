using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Wellbeing.App.Data;

namespace Wellbeing.Migrations.Sqlite;

/// <summary>How the product uses SQLite.</summary>
public static class SqliteDatabase
{
    /// <summary>
    /// WAL (set when EF creates the file), <c>synchronous=FULL</c>, foreign keys, and a wait for the one writer of up
    /// to 10 s, or of as many as the connection string's <c>Default Timeout</c> says: longer than any write takes, and
    /// no longer than somebody who looks at a page should wait to hear that it was not saved.
    /// </summary>
    public static DbContextOptionsBuilder UseWellbeingSqlite(
        this DbContextOptionsBuilder options,
        string connectionString
    )
    {
        var connection = Complete(connectionString);
        return options
            .UseSqlite(
                connection.ToString(),
                sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly.GetName().Name)
            )
            .AddInterceptors(new Pragmas(connection.DefaultTimeout));
    }

    /// <summary>What connections really are opened with.</summary>
    public static SqliteConnectionStringBuilder Complete(string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true };
        if (!connection.ShouldSerialize("Default Timeout"))
            connection.DefaultTimeout = 10;
        return connection;
    }

    // FULL: a check-in that the person saw accepted survives a power cut. NORMAL would not promise that in WAL mode.
    private sealed class Pragmas(int seconds) : DbConnectionInterceptor
    {
        private readonly string _sql = string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA synchronous=FULL; PRAGMA busy_timeout={seconds * 1000};"
        );

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = _sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = _sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

internal sealed class DesignTime : IDesignTimeDbContextFactory<WellbeingDb>
{
    public WellbeingDb CreateDbContext(string[] args) =>
        new(
            (DbContextOptions<WellbeingDb>)
                new DbContextOptionsBuilder<WellbeingDb>()
                    .UseIdentitySchema()
                    .UseWellbeingSqlite("Data Source=design.db")
                    .Options
        );
}
