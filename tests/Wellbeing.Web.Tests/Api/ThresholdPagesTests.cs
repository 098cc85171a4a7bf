using System.Net;
using System.Text.Json.Nodes;
using Wellbeing.App.Data;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests.Api;

public abstract class ThresholdPagesTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ThresholdPagesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ThresholdPagesTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task What_was_read_can_be_changed_and_published_and_is_in_force_from_then_on()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ruth = await web.Api(web.Cast.Ruth.Email);
        var body = await Body(ruth);
        body["detection"]!["acute"]!["weekly"]!["minimumIntensity"] = 8;
        body["respond"]!["urgentMinutes"] = 30;

        var published = (await ruth.Post("thresholds", body)).Is(HttpStatusCode.Created);

        Assert.Equal(2, published["version"].GetInt32());
        Assert.Equal("/api/v1/thresholds/2", published.Response.Headers.Location!.ToString());
        var overview = (await ruth.Get("thresholds")).Is(HttpStatusCode.OK);
        Assert.Equal(
            8,
            overview["inForce"]
                .GetProperty("detection")
                .GetProperty("acute")
                .GetProperty("weekly")
                .GetProperty("minimumIntensity")
                .GetInt32()
        );
        Assert.Equal(30, overview["inForce"].GetProperty("respond").GetProperty("urgentMinutes").GetInt32());
        Assert.Equal([2, 1], overview["history"].EnumerateArray().Select(h => h.GetProperty("version").GetInt32()));
        Assert.Equal(
            (web.Cast.Ruth.Name, "Earlier help"),
            (
                overview["history"][0].GetProperty("publishedByName").GetString(),
                overview["history"][0].GetProperty("reason").GetString()
            )
        );
        Assert.Equal(
            9,
            (await ruth.Get("thresholds/1"))["detection"]
                .GetProperty("acute")
                .GetProperty("weekly")
                .GetProperty("minimumIntensity")
                .GetInt32()
        );

        // An 8 is acute from now on, and must be answered within half an hour.
        await web.Send(web.Cast.Ana.CheckIn(intensity: 8));
        var priya = await web.Api(web.Cast.Priya.Email);
        var row = Assert.Single((await priya.Get("flags?state=open"))["rows"].EnumerateArray());
        Assert.Equal(web.Now.AddMinutes(30), row.GetProperty("respondByUtc").GetDateTime());
    }

    [Fact]
    public async Task Whoever_publishes_second_is_told_of_the_first_and_nothing_is_lost()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ruth = await web.Api(web.Cast.Ruth.Email);
        var bodies = new List<JsonNode>();
        for (var i = 1; i <= 4; i++)
        {
            var body = await Body(ruth);
            body["respond"]!["urgentMinutes"] = 60 + i;
            bodies.Add(body);
        }

        var answers = await Task.WhenAll(bodies.Select(body => ruth.Post("thresholds", body)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(
            answers.Where(a => a.Status != HttpStatusCode.Created),
            a =>
            {
                a.IsProblem(HttpStatusCode.Conflict);
                Assert.Equal(
                    ("outdated", 2, web.Cast.Ruth.Name),
                    (a["code"].GetString(), a["inForce"].GetInt32(), a["byName"].GetString())
                );
            }
        );
        Assert.Equal(2, (await ruth.Get("thresholds"))["history"].GetArrayLength());
    }

    [Fact]
    public async Task Publishing_what_is_in_force_changes_nothing()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ruth = await web.Api(web.Cast.Ruth.Email);

        var answer = (await ruth.Post("thresholds", await Body(ruth))).Is(HttpStatusCode.OK);

        Assert.Equal(1, answer["version"].GetInt32());
        Assert.Equal(1, (await ruth.Get("thresholds"))["history"].GetArrayLength());
    }

    /// <summary>A request made from the settings in force, as a client would make it.</summary>
    internal static async Task<JsonNode> Body(ApiClient api)
    {
        var inForce = JsonNode.Parse((await api.Get("thresholds")).Is(HttpStatusCode.OK).Text)!["inForce"]!;
        return new JsonObject
        {
            ["basedOn"] = inForce["version"]!.DeepClone(),
            ["detection"] = inForce["detection"]!.DeepClone(),
            ["respond"] = inForce["respond"]!.DeepClone(),
            ["reason"] = "Earlier help",
        };
    }
}

public sealed class ThresholdRefusalTests(ThresholdRefusalTests.Shared shared)
    : IClassFixture<ThresholdRefusalTests.Shared>
{
    [Theory]
    [InlineData("detection.persistent.weekly.minimumIntensity", "11", "from 1 to 10")]
    [InlineData("detection.persistent.weekly.minimumIntensity", "\"5\"", "a whole number")]
    [InlineData("detection.worsening.monthly.threshold", "0", "from 0.5 to 20")]
    [InlineData("detection.worsening.monthly.threshold", "null", "a number")]
    [InlineData("detection.worsening.daily.freeze", "1", "true or false")]
    [InlineData("detection.severities.acute", "\"whenever\"", "one of review, soon, urgent")]
    [InlineData("detection.severities.acute", "3", "one of review, soon, urgent")]
    [InlineData("detection.acute", "null", "an object with")]
    [InlineData("respond.urgentMinutes", "4", "5 to 720")]
    [InlineData("respond.urgentMinutes", "1.5", "a whole number")]
    [InlineData("respond.soonWorkingDays", "6", "0 to 5")]
    [InlineData("respond.reviewWorkingDays", "-1", "0 to 20")]
    [InlineData("reason", "\"no\"", "5 to 1,000")]
    [InlineData("reason", "\"because \\u0000\"", "U+0000")]
    [InlineData("reason", "null", "text")]
    [InlineData("basedOn", "\"1\"", "a whole number")]
    [InlineData("detection.worsening.weekly.treshold", "3", "no such field")]
    [InlineData("respond.urgent", "3", "no such field")]
    public async Task A_bad_value_is_refused_by_its_key(string key, string value, string expected)
    {
        var body = await ThresholdPagesTests.Body(shared.Ruth);
        Parent(body, key)[Last(key)] = JsonNode.Parse(value);

        var answer = (await shared.Ruth.Post("thresholds", body)).IsProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, answer.Error(key), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
        await NothingIsPublished();
    }

    [Theory]
    [InlineData("basedOn")]
    [InlineData("detection")]
    [InlineData("respond")]
    [InlineData("reason")]
    [InlineData("detection.silence")]
    [InlineData("detection.worsening.weekly.threshold")]
    [InlineData("respond.reviewWorkingDays")]
    public async Task Nothing_may_be_left_out(string key)
    {
        var body = await ThresholdPagesTests.Body(shared.Ruth);
        Parent(body, key).Remove(Last(key));

        var answer = (await shared.Ruth.Post("thresholds", body)).IsProblem(HttpStatusCode.BadRequest);

        Assert.Contains("required", answer.Error(key), StringComparison.Ordinal);
        await NothingIsPublished();
    }

    [Fact]
    public async Task Nurses_read_the_settings_and_do_not_publish_them()
    {
        var priya = await shared.Web.Api(shared.Web.Cast.Priya.Email);
        var body = await ThresholdPagesTests.Body(priya);
        body["respond"]!["urgentMinutes"] = 30;

        (await priya.Post("thresholds", body)).IsProblem(HttpStatusCode.Forbidden);
        await NothingIsPublished();
    }

    [Fact]
    public async Task Participants_do_not_even_read_them() =>
        (await (await shared.Web.Api(shared.Web.Cast.Ana.Email)).Get("thresholds")).IsProblem(HttpStatusCode.Forbidden);

    [Fact]
    public async Task A_version_that_never_was_is_not_found() =>
        (await shared.Ruth.Get("thresholds/99")).IsProblem(HttpStatusCode.NotFound);

    private async Task NothingIsPublished() =>
        Assert.Equal(1, (await shared.Ruth.Get("thresholds"))["history"].GetArrayLength());

    private static JsonObject Parent(JsonNode body, string key) =>
        key.Split('.')[..^1].Aggregate(body, (node, name) => node[name]!).AsObject();

    private static string Last(string key) => key.Split('.')[^1];

    public sealed class Shared : SharedWeb, IAsyncLifetime
    {
        public ApiClient Ruth { get; private set; } = null!;

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Ruth = await Web.Api(Web.Cast.Ruth.Email);
        }
    }
}
