using System.Net;
using Wellbeing.Testing;

namespace Wellbeing.Web.Tests;

/// <summary>What is published is the product alone: no demo, and no pages for whoever develops.</summary>
public sealed class PublishedTests(PublishedTests.Shared shared) : IClassFixture<PublishedTests.Shared>
{
    [Fact]
    public void Neither_the_demo_nor_what_it_is_made_with_is_published()
    {
        var files = Directory.GetFiles(shared.Program, "*", SearchOption.AllDirectories);

        Assert.Contains(files, f => Path.GetFileName(f) == "Wellbeing.Web.dll");
        Assert.DoesNotContain(
            files,
            f =>
                Path.GetFileName(f).Contains("demo", StringComparison.OrdinalIgnoreCase)
                || Path.GetFileName(f).StartsWith("Bogus", StringComparison.Ordinal)
        );
        var parts = File.ReadAllText(Path.Combine(shared.Program, "Wellbeing.Web.deps.json"));
        Assert.DoesNotContain("Bogus", parts, StringComparison.Ordinal);
        Assert.DoesNotContain("Wellbeing.Demo", parts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task It_has_no_gallery_and_makes_nobody_up(string environment)
    {
        await using var server = shared.Server(environment);
        await server.Start();

        using var gallery = await server.Http.GetAsync("/Dev/Gallery");
        var signIn = await server.Http.GetStringAsync("/SignIn");

        Assert.Equal(HttpStatusCode.NotFound, gallery.StatusCode);
        Assert.Contains("name=\"Password\"", signIn, StringComparison.Ordinal);
        Assert.DoesNotContain("demo", signIn, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Making the demo", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "Seed")]
    [InlineData("Development", "Seed")]
    [InlineData("Production", "WithoutSecondFactor")]
    [InlineData("Development", "WithoutSecondFactor")]
    public async Task A_setting_for_the_demo_ends_it_with_one_line(string environment, string setting)
    {
        await using var server = shared.Server(environment, ($"Demo__{setting}", "true"));
        server.Launch();
        await server.Ended();

        var line = Assert.Single(server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Demo:{setting} is true", line, StringComparison.Ordinal);
        Assert.Contains("Remove it", line, StringComparison.Ordinal);
    }

    /// <summary>Published once for all of them.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-published-").FullName;

        private readonly List<string> _places = [];

        public string Program { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Program = await PublishedProgram.In(_folder);

        public WebProcess Server(string environment, params (string Key, string Value)[] settings)
        {
            var place = Directory.CreateTempSubdirectory("wellbeing-started-").FullName;
            _places.Add(place);
            return new WebProcess(
                Path.Combine(Program, "Wellbeing.Web.dll"),
                place,
                new Dictionary<string, string>(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)))
                {
                    ["ASPNETCORE_ENVIRONMENT"] = environment,
                    ["Database__ConnectionString"] = $"Data Source={Path.Combine(place, "wellbeing.db")}",
                    ["Mail__Folder"] = Path.Combine(place, "mail"),
                    [OperatorsKey.Variable] = OperatorsKey.File,
                    ["Production__AllowMailAsFiles"] = "true",
                    ["Production__AllowLocalBaseUrl"] = "true",
                }
            );
        }

        public ValueTask DisposeAsync()
        {
            foreach (var place in _places.Append(_folder))
                Directory.Delete(place, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
