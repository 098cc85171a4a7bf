using System.Diagnostics;
using System.Net.Http.Json;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>The real program in Production, in an empty folder and on an empty database of either kind,
/// twice.</summary>
public sealed class EmptyServerTests
{
    /// <summary>Each day one of the two in turn, since each takes minutes.</summary>
    public static TheoryData<DatabaseProvider> Databases =>
        new(InTurn.Of(1, DatabaseProvider.Sqlite, DatabaseProvider.Postgres));

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task It_starts_works_without_a_complaint_and_remembers_the_end_of_the_audit_log(
        DatabaseProvider provider
    )
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-empty-").FullName;
        await using var database = await TestDatabase.Create(provider);
        var anchor = Path.Combine(folder, "App_Data", "wellbeing.anchor"); // In a folder that nobody has made.
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            [OperatorsKey.Variable] = OperatorsKey.File,
            ["Site__BaseUrl"] = "https://wellbeing.example.org",
            ["Mail__From"] = "team@foundation.example",
            ["Production__AllowMailAsFiles"] = "true",
            ["Jobs__EverySeconds"] = "1",
            ["Database__Anchor"] = anchor,
        };
        if (provider == DatabaseProvider.Postgres)
            settings["Database__Provider"] = provider.ToString();
        settings["Database__ConnectionString"] =
            provider == DatabaseProvider.Postgres
                ? database.ConnectionString
                : $"Data Source={folder}/App_Data/wellbeing.db";

        await using (var server = new WebProcess(typeof(EmptyServerTests).Assembly, folder, settings))
        {
            for (var start = 1; start <= 2; start++)
            {
                await server.Start();
                // The log has no end before something was done.
                using (
                    await server.Http.PostAsync(
                        "/api/v1/identity/login",
                        JsonContent.Create(new { email = "nobody@example.org", password = "Not-a-password-1" })
                    )
                ) { }

                for (
                    var waited = Stopwatch.StartNew();
                    AuditAnchor.Read(anchor) is null && waited.Elapsed < TimeSpan.FromMinutes(2);
                    await Task.Delay(200)
                ) { }

                Assert.NotNull(AuditAnchor.Read(anchor));
                Assert.Contains(
                    "Nothing is late",
                    await server.Http.GetStringAsync("/health/engine"),
                    StringComparison.Ordinal
                );
                Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
                await server.Kill();
                if (start == 1)
                    File.Delete(anchor); // Made anew.
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>From the first thing it does to where it runs: whoever stops it then reads one line and no
    /// stack.</summary>
    [Fact]
    public async Task Stopped_while_it_starts_it_ends_with_a_line_and_no_stack()
    {
        foreach (var moment in InTurn.Of(3, [.. Enumerable.Range(0, 10)]))
        {
            var folder = Directory.CreateTempSubdirectory("wellbeing-stopped-").FullName;
            var settings = new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                [OperatorsKey.Variable] = OperatorsKey.File,
                ["Site__BaseUrl"] = "https://wellbeing.example.org",
                ["Production__AllowMailAsFiles"] = "true",
                ["Database__ConnectionString"] = $"Data Source={folder}/wellbeing.db",
            };
            await using (var server = new WebProcess(typeof(EmptyServerTests).Assembly, folder, settings))
            {
                server.Launch();
                for (
                    var waited = Stopwatch.StartNew();
                    !File.Exists(Path.Combine(folder, "wellbeing.db.lock")) && waited.Elapsed < TimeSpan.FromMinutes(2);
                    await Task.Delay(20)
                ) { }

                await Task.Delay(moment * 300);
                var code = await server.Stop(); // What INT does depends on how these tests were started.

                Assert.True(code == 0, $"{code} after {moment}: {server.Output}");
                Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
                Assert.DoesNotContain("Unhandled", server.Output, StringComparison.Ordinal);
                Assert.True(
                    server.Output.Contains("Stopped before it had started.", StringComparison.Ordinal)
                        || server.Output.Contains("Wellbeing answers at", StringComparison.Ordinal),
                    server.Output
                );
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_database_on_which_a_server_works_is_not_marked_as_restored(DatabaseProvider provider)
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-marked-").FullName;
        await using var database = await TestDatabase.Create(provider);
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            [OperatorsKey.Variable] = OperatorsKey.File,
            ["Site__BaseUrl"] = "https://wellbeing.example.org",
            ["Production__AllowMailAsFiles"] = "true",
            ["Jobs__EverySeconds"] = "1",
            ["Database__Provider"] = provider.ToString(),
            ["Database__ConnectionString"] =
                provider == DatabaseProvider.Postgres
                    ? database.ConnectionString
                    : $"Data Source={folder}/wellbeing.db",
        };
        await using (var server = new WebProcess(typeof(EmptyServerTests).Assembly, folder, settings))
        {
            await server.Start();
            for (var waited = Stopwatch.StartNew(); !await Beats(server); await Task.Delay(200))
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), server.Output);
            var (code, said) = await Mark();
            Assert.Equal(2, code);
            Assert.EndsWith(
                provider == DatabaseProvider.Postgres
                    ? "A server works on this database. Stop every server, put the backup back, and mark it before the first one starts.\n"
                    : "or use PostgreSQL for several servers.\n",
                said,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            Assert.True(await Beats(server)); // Nothing is held.

            // Of a server that has stopped a beat is left, a moment old: as in a backup made just now.
            await server.Kill();
            (code, said) = await Mark();
            Assert.Equal(0, code);
            Assert.Contains("Marked. What is due waits", said, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);

        Task<(int Code, string Said)> Mark() =>
            CliProgram.Run(typeof(EmptyServerTests).Assembly, folder, settings, ["restore", "--mark"]);

        static async Task<bool> Beats(WebProcess server)
        {
            using var health = await server.Http.GetAsync("/health/engine", TestContext.Current.CancellationToken);
            return health.IsSuccessStatusCode;
        }
    }
}
