using System.Security.Cryptography;
using Npgsql;

namespace Wellbeing.Testing.Postgres;

/// <summary>
/// The PostgreSQL server that <c>tests/run</c> starts, found by the environment variable
/// <c>WELLBEING_TEST_POSTGRES</c> (a connection string that may create databases).
/// </summary>
/// <remarks>
/// Without a server, tests that need one are skipped with a reason, so that the rest runs on any machine; where
/// <c>CI</c> is set they fail instead, so that nothing is skipped unnoticed. Either call <see cref="CreateDatabase"/>
/// (skips or fails by itself), or mark the test:
/// <code>[Fact(Skip = PostgresServer.SkipReason, SkipType = typeof(PostgresServer), SkipUnless =
/// nameof(PostgresServer.ShouldRun))]</code>
/// </remarks>
public static class PostgresServer
{
    /// <summary>The environment variable with the connection string.</summary>
    public const string Variable = "WELLBEING_TEST_POSTGRES";

    /// <summary>Why a test was skipped.</summary>
    public const string SkipReason = "No PostgreSQL: run tests/run, which starts one, or set WELLBEING_TEST_POSTGRES.";

    // How xunit.v3 recognises a skip decided while running; this project does not refer to xunit.
    private const string SkipToken = "$XunitDynamicSkip$";

    /// <summary>Whether there is a server to test on.</summary>
    public static bool IsAvailable => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether tests that need the server should start: it is there, or its absence is to be reported as a
    /// failure.</summary>
    public static bool ShouldRun => IsAvailable || IsCi;

    private static bool IsCi =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ci && ci is not ("0" or "false");

    /// <summary>The administrator's connection string.</summary>
    /// <exception cref="InvalidOperationException">There is no server; a test that lets it pass is skipped, or fails
    /// where <c>CI</c> is set.</exception>
    public static string ConnectionString =>
        IsAvailable
            ? Environment.GetEnvironmentVariable(Variable)!
            : throw new InvalidOperationException((IsCi ? "" : SkipToken) + SkipReason);

    /// <summary>Makes a database with a name of its own, dropped when disposed.</summary>
    /// <param name="template">A database to copy (nobody may be connected to it), or null for an empty one: migrating
    /// once and copying is faster.</param>
    public static async Task<PostgresDatabase> CreateDatabase(
        string? template = null,
        CancellationToken cancellationToken = default
    )
    {
        var name = "wellbeing_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await Administer($"CREATE DATABASE \"{name}\" TEMPLATE \"{template ?? "template0"}\"", cancellationToken);
        return new PostgresDatabase(
            name,
            new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString
        );
    }

    internal static async Task Administer(string sql, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }
        );
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>One test's own database.</summary>
/// <param name="Name">Unique on the server.</param>
/// <param name="ConnectionString">For the application under test.</param>
public sealed record PostgresDatabase(string Name, string ConnectionString) : IAsyncDisposable
{
    /// <summary>Drops the database, whoever is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await PostgresServer.Administer($"DROP DATABASE IF EXISTS \"{Name}\" WITH (FORCE)");
    }
}
