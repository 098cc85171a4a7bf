using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>A database in which a demo was ever made is none for people, unless somebody wrote out that it is
/// meant.</summary>
public sealed class ProductionTests
{
    /// <summary>Each day one of the two in turn, since each takes minutes.</summary>
    public static TheoryData<DatabaseProvider> Databases =>
        new(InTurn.Of(1, DatabaseProvider.Sqlite, DatabaseProvider.Postgres));

    private const string Refusal =
        "Database:ConnectionString names a database in which a demo was made: people who do not exist, and sign-ins that everybody knows. "
        + "Set it to an empty database, or Production:AllowDemoDatabase=true where that is meant.";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_database_that_held_a_demo_is_refused_by_the_server_and_the_check_alike(
        DatabaseProvider provider
    )
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-production-").FullName;
        await using var database = await TestDatabase.Create(provider);
        await HoldDemo(database);
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            [OperatorsKey.Variable] = OperatorsKey.File,
            ["Database__Provider"] = provider.ToString(),
            ["Database__ConnectionString"] = database.ConnectionString,
            ["Database__Anchor"] = Path.Combine(folder, "wellbeing.anchor"),
            ["Site__BaseUrl"] = "http://localhost:5080",
            ["Production__AllowMailAsFiles"] = "true",
        };
        string[] checkedLines,
            startedLines;
        await using (var server = new WebProcess(typeof(ProductionTests).Assembly, folder, settings))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(server.Start);
            startedLines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var (code, said) = await ServerUnderTest.Cli(folder, settings, "check");
            Assert.Equal(1, code);
            checkedLines = [.. said.Split('\n').Where(l => l.StartsWith("FAILED ", StringComparison.Ordinal))];
        }

        Assert.Equal(2, startedLines.Length);
        Assert.Equal(Refusal, startedLines[1]);
        Assert.Equal(startedLines.Select(l => $"FAILED settings: {l}"), checkedLines);

        settings["Production__AllowDemoDatabase"] = "true";
        settings["Production__AllowLocalBaseUrl"] = "true";
        await using (var server = new WebProcess(typeof(ProductionTests).Assembly, folder, settings))
        {
            await server.Start();
            var (code, said) = await ServerUnderTest.Cli(folder, settings, "check"); // While it works, too.
            Assert.True(code == 0, said);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task HoldDemo(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<WellbeingDb>();
        options.UseIdentitySchema();
        database.Configure(options);
        await using var db = new WellbeingDb(options.Options);
        await db.Database.MigrateAsync();
        db.Audit(Actor.System, AuditActions.DemoSeeded, ServerUnderTest.Now); // As the demo ends.
        await db.SaveChangesAsync();
        database.Close();
    }
}
