using System.Reflection;
using Wellbeing.Delivery;
using Wellbeing.Demo;
using Wellbeing.Detection;
using Wellbeing.Migrations.Postgres;
using Wellbeing.Migrations.Sqlite;

namespace Wellbeing.App.Tests.Architecture;

/// <summary>Detection, App, then Delivery and the migrations, then the demo: arrows point one way.</summary>
public sealed class ArrowsTests
{
    private static readonly Assembly _app = typeof(SealedText).Assembly;

    private static string[] Uses(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(a => a.Name!)];

    [Fact]
    public void Detection_uses_nothing_but_the_runtime() =>
        Assert.DoesNotContain(
            Uses(typeof(Detector).Assembly),
            n => n != "netstandard" && !n.StartsWith("System.", StringComparison.Ordinal)
        );

    [Fact]
    public void App_uses_detection_alone_of_our_own() =>
        Assert.Equal(
            ["Wellbeing.Detection"],
            Uses(_app).Where(n => n.StartsWith("Wellbeing.", StringComparison.Ordinal))
        );

    [Fact]
    public void App_knows_neither_http_nor_smtp_nor_a_database_engine()
    {
        string[] strangers =
        [
            "Microsoft.AspNetCore.Http",
            "Microsoft.AspNetCore.Mvc",
            "Microsoft.AspNetCore.Routing",
            "MailKit",
            "MimeKit",
            "Npgsql",
            "Microsoft.Data.Sqlite",
            "Microsoft.EntityFrameworkCore.Sqlite",
            "Hangfire",
        ];
        Assert.DoesNotContain(Uses(_app), n => strangers.Any(s => n.StartsWith(s, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(typeof(SmtpMailer))]
    [InlineData(typeof(SqliteDatabase))]
    [InlineData(typeof(PostgresDatabase))]
    public void The_edges_use_app_and_not_each_other(Type edge) =>
        Assert.Empty(
            Uses(edge.Assembly)
                .Where(n => n.StartsWith("Wellbeing.", StringComparison.Ordinal))
                .Except(["Wellbeing.App", "Wellbeing.Detection"])
        );

    [Fact]
    public void The_demo_uses_the_application_and_its_mailers_and_no_pages() =>
        Assert.Empty(
            Uses(typeof(DemoSeeder).Assembly)
                .Where(n => n.StartsWith("Wellbeing.", StringComparison.Ordinal))
                .Except(["Wellbeing.App", "Wellbeing.Delivery", "Wellbeing.Detection"])
        );
}
