using Microsoft.Data.Sqlite;
using Wellbeing.App.Engine;

namespace Wellbeing.Cli.Database;

/// <summary>A database file, without the application around it: a backup may be of an earlier version.</summary>
internal static class SqliteFile
{
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Pooling = false,
                DefaultTimeout = 60,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    public static void Run(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw new OperatorException($"{connection.DataSource} cannot be used ({e.Message}).");
        }
    }

    /// <summary>Marks it as restored, unless a release is awaited already.</summary>
    public static void Hold(SqliteConnection connection, string because) =>
        Run(
            connection,
            """UPDATE "EngineStatus" SET "HeldBeforeUtc" = $now, "HeldBecause" = $because WHERE "Id" = $only AND "HeldBeforeUtc" IS NULL""",
            ("$now", TimeProvider.System.GetUtcNow().UtcTicks),
            ("$because", because),
            ("$only", EngineStatus.Only)
        );

    /// <summary>Since when what is in it is held: in a backup, when that was made.</summary>
    public static DateTime? HeldBeforeUtc(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "HeldBeforeUtc" FROM "EngineStatus" WHERE "Id" = $only""";
        command.Parameters.AddWithValue("$only", EngineStatus.Only);
        try
        {
            return command.ExecuteScalar() is long ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
        }
        catch (SqliteException)
        {
            return null; // Of a version before there was a status, or no database of ours: that is said elsewhere.
        }
    }

    /// <summary>An empty file that nobody else reads, to be written into.</summary>
    public static void CreateForUs(string file)
    {
        using (File.Create(file)) { }
        OnlyForUs(file);
    }

    /// <summary>Names, addresses and ratings lie open in it.</summary>
    public static void OnlyForUs(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public static void RequireWhole(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        try
        {
            if (command.ExecuteScalar() is "ok")
                return;
        }
        catch (SqliteException)
        {
            // Not even a database.
        }

        throw new OperatorException($"{name} is damaged, or not a database of Wellbeing. Use another backup.");
    }
}
