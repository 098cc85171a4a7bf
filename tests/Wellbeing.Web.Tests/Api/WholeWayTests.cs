using System.Net;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests.Api;

/// <summary>The main job over HTTP: a check-in becomes a flag that a nurse answers.</summary>
public abstract class WholeWayTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : WholeWayTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : WholeWayTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_check_in_opens_a_flag_that_one_nurse_takes_in_hand_calls_about_and_resolves()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ana = await web.Api(web.Cast.Ana.Email);
        var priya = await web.Api(web.Cast.Priya.Email);
        var tom = await web.Api(web.Cast.Tom.Email);

        var receipt = (
            await ana.Post(
                "check-ins",
                new
                {
                    submissionId = Guid.CreateVersion7(web.Clock.GetUtcNow()),
                    intensity = 9,
                    functioning = 8,
                    change = "growing",
                    emotions = new { fear = 8, worryAhead = (int?)null },
                    words = "The nights are long.",
                    contactMe = true,
                }
            )
        ).Is(HttpStatusCode.Created);
        Assert.True(receipt["askedForContact"].GetBoolean());
        Assert.True(receipt["someoneLooksByUtc"].GetDateTime() > web.Now);
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Expect(web.Cast.Priya.Email);

        var list = (await priya.Get("flags?state=open")).Is(HttpStatusCode.OK);
        var row = Assert.Single(list["rows"].EnumerateArray());
        Assert.Equal("Ana", row.GetProperty("participantName").GetString());
        Assert.Equal("urgent", row.GetProperty("severity").GetString());
        Assert.Equal(1, list["counts"].GetProperty("open").GetInt32());
        var path = $"flags/{row.GetProperty("id").GetGuid()}";

        var flag = (await priya.Get(path)).Is(HttpStatusCode.OK);
        Assert.Equal("The nights are long.", flag["checkIns"][0].GetProperty("words").GetString());
        Assert.Equal(8, flag["checkIns"][0].GetProperty("emotions").GetProperty("fear").GetInt32());
        Assert.Equal(
            ["acute", "contactRequested"],
            flag["findings"]
                .EnumerateArray()
                .Select(f => f.GetProperty("rule").GetString()!)
                .Order(StringComparer.Ordinal)
        );

        (await priya.Post($"{path}/acknowledge")).Is(HttpStatusCode.NoContent);
        (await priya.Post($"{path}/acknowledge")).Is(HttpStatusCode.NoContent);
        var taken = (await tom.Post($"{path}/acknowledge")).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal("takenByColleague", taken["code"].GetString());
        Assert.Equal(web.Cast.Priya.Name, taken["byName"].GetString());
        Assert.Equal(web.Now, taken["atUtc"].GetDateTime());
        Assert.Contains(web.Cast.Priya.Name, taken["detail"].GetString(), StringComparison.Ordinal);

        (
            await priya.Post(
                $"{path}/contact-attempts",
                new
                {
                    channel = "phone",
                    reached = true,
                    note = "Talked for a while.",
                }
            )
        ).Is(HttpStatusCode.NoContent);
        (await priya.Post($"{path}/resolve", new { outcome = "supported" })).Is(HttpStatusCode.NoContent);

        var resolved = (await tom.Post($"{path}/resolve", new { outcome = "supported", note = "Me too" })).IsProblem(
            HttpStatusCode.Conflict
        );
        Assert.Equal("alreadyResolved", resolved["code"].GetString());
        Assert.Equal(web.Cast.Priya.Name, resolved["byName"].GetString());
        (await tom.Post($"{path}/acknowledge")).IsProblem(HttpStatusCode.Conflict);
        (await tom.Post($"{path}/contact-attempts", new { channel = "email", reached = false })).IsProblem(
            HttpStatusCode.Conflict
        );

        var after = (await tom.Get(path)).Is(HttpStatusCode.OK);
        Assert.Equal("resolved", after["state"].GetString());
        Assert.Equal("supported", after["outcome"].GetString());
        Assert.Equal(
            "Talked for a while.",
            Assert.Single(after["contactAttempts"].EnumerateArray()).GetProperty("note").GetString()
        );
        Assert.Equal(0, (await priya.Get("flags?state=unresolved")).Is(HttpStatusCode.OK)["total"].GetInt32());
        Assert.Equal(1, (await priya.Get("flags?state=resolved")).Is(HttpStatusCode.OK)["total"].GetInt32());
    }
}
