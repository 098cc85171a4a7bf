namespace Wellbeing.App.Options;

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

    /// <summary>For SQLite a data source; a relative path lies under the content root. Required for PostgreSQL.</summary>
    public string ConnectionString { get; set; } = "Data Source=App_Data/wellbeing.db";
}
