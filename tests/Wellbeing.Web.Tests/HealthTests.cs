using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Without_its_database_the_server_lives_but_is_not_ready_and_does_not_say_why()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"ThresholdSettings\" RENAME TO \"Gone\""));
        using var client = web.Anonymous();

        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("Unhealthy", await ready.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_breaks_in_the_api_is_a_problem_without_details_of_the_inside()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.Api(web.Cast.Ruth.Email);
        await web.Db(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"ThresholdSettings\" RENAME TO \"Gone\""));

        var answer = (await ruth.Get("thresholds")).IsProblem(HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("ThresholdSettings", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_server_names_no_product_and_refuses_too_long_a_body_before_it_is_read()
    {
        await using var web = await WebFixture.Create();
        using var client = web.Anonymous();

        using var ready = await client.GetAsync("/health/ready");
        Assert.Equal("Healthy", await ready.Content.ReadAsStringAsync());
        Assert.False(ready.Headers.Contains("Server"));
        (await (await web.Api(web.Cast.Priya.Email)).Get("flags")).Is(HttpStatusCode.OK);
        // Too long a body is refused before it is read.
        var ana = await web.Api(web.Cast.Ana.Email);
        var answer = await ana.PostText("check-ins", $$"""{"words":"{{new string('x', 2 * 1024 * 1024)}}"}""");
        answer.IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }
}
