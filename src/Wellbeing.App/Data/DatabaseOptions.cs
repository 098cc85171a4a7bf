using System.Data.Common;

namespace Wellbeing.App.Data;

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Section <c>Database</c>: where everything is kept.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>For SQLite a data source; a relative path lies under the content root. Required for
    /// PostgreSQL.</summary>
    public string ConnectionString { get; set; } = "Data Source=App_Data/wellbeing.db";

    /// <summary>The file, outside the database, that remembers the end of the audit log; empty for one beside the
    /// database.</summary>
    public string Anchor { get; set; } = "";

    /// <summary>Where the end of the audit log is remembered.</summary>
    /// <param name="root">The server's folder.</param>
    public string AnchorFile(string root) =>
        Path.Combine(
            root,
            Anchor.Length > 0 ? Anchor
                : Provider == DatabaseProvider.Sqlite
                && new DbConnectionStringBuilder { ConnectionString = ConnectionString }.TryGetValue(
                    "Data Source",
                    out var file
                )
                    ? $"{file}.anchor"
                : Path.Combine("App_Data", "wellbeing.anchor")
        );
}
