using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.Benchmarks;

/// <summary>
/// What a check-in costs: check-ins a second through the real program over HTTP, beside the single-row commits a second
/// that the same database takes in the same minute. The ratio of the two says more than either on a machine that does
/// other things too.
/// </summary>
internal static class CheckInCost
{
    private const int People = 64;

    /// <param name="seconds">How long each case is driven.</param>
    /// <param name="servers">Programs over one database; SQLite takes one.</param>
    public static async Task Measure(DatabaseProvider provider, int seconds, int servers, TextWriter to)
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var people = new List<Person>();
        for (var i = 0; i < People; i++)
            people.Add(await app.Cast.AddPatient($"Person {i}", $"person{i}@patients.example"));
        var connection = await app.Db(db =>
            Task.FromResult(NurseLists.ConnectionString(db.Database.GetDbConnection(), provider))
        );
        var webs = new List<WebProcess>();
        var folder = Directory.CreateTempSubdirectory("wellbeing-check-ins-").FullName;
        try
        {
            for (var i = 0; i < servers; i++)
            {
                var web = new WebProcess(
                    typeof(CheckInCost).Assembly,
                    folder,
                    new Dictionary<string, string>
                    {
                        ["ASPNETCORE_ENVIRONMENT"] = "Development", // The demo is not seeded.
                        ["Demo__Seed"] = "false",
                        ["Jobs__Enabled"] = "false",
                        ["SignIn__AttemptsPerMinute"] = "100000",
                        ["Logging__LogLevel__Default"] = "Warning",
                        ["Database__Provider"] = provider.ToString(),
                        ["Database__ConnectionString"] = connection,
                        ["Mail__Folder"] = folder,
                    }
                );
                await web.Start();
                webs.Add(web);
            }

            var clients = new List<HttpClient>();
            foreach (var (person, i) in people.Select((p, i) => (p, i)))
                clients.Add(await SignIn(webs[i % webs.Count], person));
            await Drive(clients, 16, 2, webs); // The first ones pay for compiling.
            to.WriteLine($"{provider}, {servers} server(s):");
            to.WriteLine(
                "| at once | check-ins a second | raw commits a second | ratio | processor a check-in | 95 % within |"
            );
            to.WriteLine("| --- | --- | --- | --- | --- | --- |");
            foreach (var atOnce in new[] { 1, 16, 64 })
            {
                var raw = await RawCommits(provider, connection, folder, Math.Min(2, seconds));
                var (each, processor, p95) = await Drive(clients, atOnce, seconds, webs);
                to.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {atOnce} | {each:0} | {raw:0} | {each / raw:0.000} | {processor:0.0} ms | {p95:0} ms |"
                    )
                );
            }

            to.WriteLine();
        }
        finally
        {
            foreach (var web in webs)
                await web.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double PerSecond, double Processor, double P95)> Drive(
        List<HttpClient> clients,
        int atOnce,
        int seconds,
        List<WebProcess> webs
    )
    {
        var until = Stopwatch.GetTimestamp() + seconds * Stopwatch.Frequency;
        var before = webs.Sum(w => w.ProcessorTime.TotalMilliseconds);
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(
            clients
                .Take(atOnce)
                .Select(client =>
                    Task.Run(async () =>
                    {
                        var taken = new List<double>();
                        while (Stopwatch.GetTimestamp() < until)
                        {
                            var start = Stopwatch.GetTimestamp();
                            using var answer = await client.PostAsJsonAsync(
                                "/api/v1/check-ins",
                                new
                                {
                                    submissionId = Guid.CreateVersion7(),
                                    intensity = 3,
                                    functioning = 2,
                                }
                            );
                            answer.EnsureSuccessStatusCode();
                            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        }

                        return taken;
                    })
                )
        );
        var all = times.SelectMany(t => t).Order().ToList();
        var processor = (webs.Sum(w => w.ProcessorTime.TotalMilliseconds) - before) / all.Count;
        return (
            all.Count / Stopwatch.GetElapsedTime(began).TotalSeconds,
            processor,
            all[Math.Min(all.Count - 1, all.Count * 95 / 100)]
        );
    }

    private static async Task<HttpClient> SignIn(WebProcess web, Person person)
    {
        var client = new HttpClient { BaseAddress = web.Address };
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/identity/login",
            new { email = person.Email, password = Cast.Password }
        );
        answer.EnsureSuccessStatusCode();
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            token.RootElement.GetProperty("accessToken").GetString()
        );
        return client;
    }

    // One row, one commit, one connection, as durable as the product's own.
    private static async Task<double> RawCommits(
        DatabaseProvider provider,
        string connectionString,
        string folder,
        int seconds
    )
    {
        await using System.Data.Common.DbConnection connection =
            provider == DatabaseProvider.Postgres
                ? new NpgsqlConnection(connectionString)
                : new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        if (provider == DatabaseProvider.Sqlite)
        {
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
            await command.ExecuteNonQueryAsync();
        }

        command.CommandText = "CREATE TABLE IF NOT EXISTS raw_commits (id INTEGER, words TEXT)";
        await command.ExecuteNonQueryAsync();
        command.CommandText =
            "INSERT INTO raw_commits VALUES (1, 'a row of about a hundred bytes, as an audit record is: who, what, when, about whom')";
        var until = Stopwatch.GetTimestamp() + seconds * Stopwatch.Frequency;
        var began = Stopwatch.GetTimestamp();
        var commits = 0;
        for (; Stopwatch.GetTimestamp() < until; commits++)
            await command.ExecuteNonQueryAsync();
        return commits / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
