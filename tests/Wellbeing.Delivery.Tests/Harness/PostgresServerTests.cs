using Npgsql;
using Wellbeing.Testing.Postgres;

namespace Wellbeing.Delivery.Tests.Harness;

/// <summary>What the tests on PostgreSQL of every project stand on.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task Each_test_gets_a_database_of_its_own_that_is_gone_afterwards()
    {
        string name;
        await using (var one = await PostgresServer.CreateDatabase())
        await using (var other = await PostgresServer.CreateDatabase())
        {
            name = one.Name;
            Assert.NotEqual(one.Name, other.Name);
            await Run(one.ConnectionString, "CREATE TABLE t (x int)");
            await Assert.ThrowsAsync<PostgresException>(() => Run(other.ConnectionString, "SELECT * FROM t"));
        }

        await using var source = NpgsqlDataSource.Create(PostgresServer.ConnectionString);
        await using var command = source.CreateCommand($"SELECT count(*) FROM pg_database WHERE datname = '{name}'");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_database_can_be_copied_and_is_dropped_even_while_somebody_is_connected()
    {
        await using var template = await PostgresServer.CreateDatabase();
        await Run(template.ConnectionString, "CREATE TABLE t (x int)");
        NpgsqlConnection.ClearAllPools();

        var copy = await PostgresServer.CreateDatabase(template.Name);
        await using var connected = new NpgsqlConnection(copy.ConnectionString);
        await connected.OpenAsync();
        await Run(copy.ConnectionString, "INSERT INTO t VALUES (1)");
        await copy.DisposeAsync();

        await Assert.ThrowsAsync<PostgresException>(() => Run(copy.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public void Without_a_server_the_reason_names_the_remedy()
    {
        Assert.Contains("tests/run", PostgresServer.SkipReason, StringComparison.Ordinal);
        Assert.Contains(PostgresServer.Variable, PostgresServer.SkipReason, StringComparison.Ordinal);
    }

    private static async Task Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
