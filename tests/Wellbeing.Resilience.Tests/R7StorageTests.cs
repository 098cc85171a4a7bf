using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Resilience.Tests;

/// <summary>
/// R7: the disk is full, the database read-only, held by somebody else, or its server restarted. Whoever sends a
/// check-in is told that it was not saved and still has what they typed; nothing is stored by half; and all is well
/// again without a restart.
/// </summary>
public sealed class R7StorageTests
{
    private const string Words = "I cannot sleep since the scan & the nights are long.";

    [Theory]
    [InlineData(true, "the disk is full")]
    [InlineData(false, "the SQLite file is held by somebody else")]
    public async Task What_could_not_be_saved_is_said_and_sent_again_from_the_same_page(bool full, string fault)
    {
        var times = Row.Volume(50, 2);
        var row = new Row("R7", fault);
        await using var server = await ServerUnderTest.Create(
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Demo__Seed", "false")
        );
        for (var i = 0; i < times; i++)
            await server.AddParticipant($"person{i}@home.example");
        await server.Start();
        for (var i = 0; i < times; i++)
        {
            using var browser = server.Browser();
            await browser.SignIn($"person{i}@home.example");
            await browser.Open("/CheckIn");
            await browser.Send("");
            await browser.Open("/CheckIn/All");
            var before = await Stored(server);
            await using (await (full ? Full.Disk(server) : Held.File(server)))
            {
                await browser.Send(
                    "DraftId",
                    ("Intensity", "9"),
                    ("Emotions", "skip"),
                    ("Functioning", "8"),
                    ("Change", "skip"),
                    ("Words", Words)
                );

                Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
                Assert.Contains("This was not saved", browser.Html, StringComparison.Ordinal);
                Assert.Contains(HtmlForms(browser).Fields, f => f is { Key: "Words", Value: Words });
                Assert.Equal(before, await Stored(server));
                await browser.Send("Send it again"); // Too early.
                Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
            }

            await browser.Send("Send it again");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.StartsWith("/CheckIn/Done", browser.Path, StringComparison.Ordinal);
            var after = await Stored(server);
            row.Add(1, lost: before.CheckIns + 1 - after.CheckIns);
            Assert.Equal(before.Flags + 1, after.Flags);
        }

        await server.Smtp.WaitForAccepted(times, TimeSpan.FromSeconds(60));
        Assert.Equal((0, "Everything holds.\n"), await server.Cli("doctor"));
        row.Close();
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_takes_nothing_by_half()
    {
        var times = Row.Volume(50, 2);
        var row = new Row("R7", "the SQLite file may only be read");
        var pragma = new OnEveryConnection();
        await using var app = await AppFixture.Create(
            DatabaseProvider.Sqlite,
            options => options.AddInterceptors(pragma)
        );
        foreach (var person in await app.AddPeople(times))
        {
            var before = await Rows(app);
            pragma.Sql = "PRAGMA query_only=ON";
            await Assert.ThrowsAnyAsync<Exception>(() => app.Send(person.CheckIn(intensity: 9)));
            pragma.Sql = "PRAGMA query_only=OFF";
            Assert.Equal(before, await Rows(app));

            await app.Send(person.CheckIn(intensity: 9));
            row.Add(1, lost: (await app.FlagsOf(person)).Count == 1 ? 0 : 1);
        }

        await app.HoldsEverything();
        app.Mailbox.Ignore();
        row.Close();
    }

    [Fact]
    public async Task A_restarted_PostgreSQL_loses_nothing_that_was_answered_and_keeps_nothing_by_half()
    {
        var times = Row.Volume(50, 2);
        var row = new Row("R7", "PostgreSQL restarted while check-ins are sent");
        await using var app = await AppFixture.Create(DatabaseProvider.Postgres);
        for (var i = 0; i < times; i++)
        {
            var people = new List<Person>();
            for (var p = 0; p < 4; p++)
                people.Add(await app.Cast.AddPatient($"Person {i}.{p}", $"person{i}-{p}@home.example"));
            var sending = people.Select(p => Task.Run(() => Saved(app, p))).ToList();
            await Task.Delay(i * 7 % 40);
            await app.Db(RestartPostgres);
            var saved = await Task.WhenAll(sending);

            foreach (var (person, answered) in people.Zip(saved))
            {
                var flags = (await app.FlagsOf(person)).Count;
                var checkIns = await app.Db(db => db.CheckIns.CountAsync(c => c.ParticipantId == person.Id));
                Assert.Equal(flags, checkIns);
                Assert.True(checkIns == 1 || !answered);
                if (checkIns == 0)
                    await app.Send(person.CheckIn(intensity: 9)); // Sent again by the person who saw that it was not saved.
                row.Add(1, lost: (await app.FlagsOf(person)).Count == 1 ? 0 : 1);
            }
        }

        await app.HoldsEverything();
        app.Mailbox.Ignore();
        row.Close();
    }

    private static HtmlForm HtmlForms(PageReader browser) => HtmlForm.In(browser.Html, "Send it again");

    private static Task<(int CheckIns, int Flags, int Messages)> Stored(ServerUnderTest server) => server.Db(Count);

    private static Task<(int CheckIns, int Flags, int Messages)> Rows(AppFixture app) => app.Db(Count);

    private static async Task<(int CheckIns, int Flags, int Messages)> Count(WellbeingDb db) =>
        (await db.CheckIns.CountAsync(), await db.Flags.CountAsync(), await db.Messages.CountAsync());

    /// <summary>True when the person was told that it is saved.</summary>
    private static async Task<bool> Saved(AppFixture app, Person person)
    {
        try
        {
            await app.Send(person.CheckIn(intensity: 9));
            return true;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            return false;
        }
    }

    /// <summary>What a restart does to those who use it: every session ends, and for a moment no new one is let
    /// in.</summary>
    private static async Task RestartPostgres(WellbeingDb db)
    {
        var here = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString());
        var name = here.Database!;
        here.Database = "postgres";
        await using var server = new NpgsqlConnection(here.ToString());
        await server.OpenAsync();
        await Run($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false");
        await Run($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await Task.Delay(50);
        await Run($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS true");

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, server);
            await command.ExecuteNonQueryAsync();
        }
    }

    private sealed class OnEveryConnection : DbConnectionInterceptor
    {
        public string Sql { get; set; } = "PRAGMA query_only=OFF";

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private sealed class Full(ServerUnderTest server) : IAsyncDisposable
    {
        public static async Task<IAsyncDisposable> Disk(ServerUnderTest server)
        {
            await server.LimitFiles(0);
            return new Full(server);
        }

        public async ValueTask DisposeAsync() => await server.LimitFiles(null);
    }

    private sealed class Held(SqliteConnection by) : IAsyncDisposable
    {
        public static async Task<IAsyncDisposable> File(ServerUnderTest server)
        {
            var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = server.FileBeside("wellbeing.db"),
                    Pooling = false,
                }.ToString()
            );
            await connection.OpenAsync();
            await using var begin = new SqliteCommand("BEGIN IMMEDIATE", connection);
            await begin.ExecuteNonQueryAsync();
            return new Held(connection);
        }

        public ValueTask DisposeAsync() => by.DisposeAsync();
    }
}
