using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Wellbeing.App.Data;

namespace Wellbeing.Migrations.Sqlite;

/// <summary>How the product uses SQLite.</summary>
public static class SqliteDatabase
{
    /// <summary>WAL (set when EF creates the file), <c>synchronous=FULL</c>, foreign keys, and a wait of up to 30 s for the one writer.</summary>
    public static DbContextOptionsBuilder UseWellbeingSqlite(this DbContextOptionsBuilder options, string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 30 };
        return options
            .UseSqlite(connection.ToString(), sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly.GetName().Name))
            .AddInterceptors(new Pragmas());
    }

    // FULL: a check-in that the person saw accepted survives a power cut. NORMAL would not promise that in WAL mode.
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

internal sealed class DesignTime : IDesignTimeDbContextFactory<WellbeingDb>
{
    public WellbeingDb CreateDbContext(string[] args) =>
        new((DbContextOptions<WellbeingDb>)new DbContextOptionsBuilder<WellbeingDb>().UseIdentitySchema().UseWellbeingSqlite("Data Source=design.db").Options);
}
