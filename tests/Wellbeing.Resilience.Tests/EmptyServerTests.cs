using System.Diagnostics;
using System.Net.Http.Json;
using Wellbeing.App.Features.Audit;
using Wellbeing.App.Options;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>The real program in Production, in an empty folder and on an empty database of either kind,
/// twice.</summary>
public sealed class EmptyServerTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
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
}
