using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests.Api;

public abstract class CheckInTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CheckInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CheckInTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_check_in_is_stored_once_and_found_where_the_answer_says()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ana = await web.Api(web.Cast.Ana.Email);
        var submissionId = Guid.CreateVersion7(web.Clock.GetUtcNow());
        object body = new
        {
            submissionId,
            intensity = 2,
            functioning = 0,
            change = "easing",
            emotions = new Dictionary<string, int?> { ["hope"] = 7, ["fearOfDying"] = null },
            words = "  A good day 🌱 ",
            contactMe = false,
        };

        var first = (await ana.Post("check-ins", body)).Is(HttpStatusCode.Created);
        web.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = (await ana.Post("check-ins", body)).Is(HttpStatusCode.OK);

        Assert.False(first["repeated"].GetBoolean());
        Assert.True(again["repeated"].GetBoolean());
        Assert.Equal(first["id"].GetGuid(), again["id"].GetGuid());
        Assert.Equal(first["submittedAtUtc"].GetString(), again["submittedAtUtc"].GetString());
        Assert.EndsWith("Z", first["submittedAtUtc"].GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await web.Db(db => db.CheckIns.CountAsync()));

        var stored = JsonOf(await ana.Http.GetStringAsync(first.Response.Headers.Location));
        Assert.Equal(submissionId, stored.GetProperty("submissionId").GetGuid());
        Assert.Equal(2, stored.GetProperty("intensity").GetInt32());
        Assert.Equal(0, stored.GetProperty("functioning").GetInt32());
        Assert.Equal("easing", stored.GetProperty("change").GetString());
        Assert.Equal(7, stored.GetProperty("emotions").GetProperty("hope").GetInt32());
        Assert.Equal(
            System.Text.Json.JsonValueKind.Null,
            stored.GetProperty("emotions").GetProperty("fearOfDying").ValueKind
        );
        Assert.Equal("A good day 🌱", stored.GetProperty("words").GetString());
    }

    [Fact]
    public async Task Eight_posts_of_one_check_in_at_once_store_one_and_open_one_flag()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ana = await web.Api(web.Cast.Ana.Email);
        object body = new
        {
            submissionId = Guid.CreateVersion7(web.Clock.GetUtcNow()),
            intensity = 10,
            functioning = 10,
            contactMe = true,
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ana.Post("check-ins", body)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(a => a["id"].GetGuid()).Distinct());
        Assert.Equal(1, await web.Db(db => db.CheckIns.CountAsync()));
        Assert.Equal(1, await web.Db(db => db.Flags.CountAsync()));
    }

    [Fact]
    public async Task The_same_submission_id_of_two_people_is_two_check_ins()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var body = new { submissionId = Guid.CreateVersion7(web.Clock.GetUtcNow()), intensity = 1 };

        (await (await web.Api(web.Cast.Ana.Email)).Post("check-ins", body)).Is(HttpStatusCode.Created);
        (await (await web.Api(web.Cast.Omar.Email)).Post("check-ins", body)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nobody_reads_another_s_check_ins()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ana = await web.Api(web.Cast.Ana.Email);
        var omar = await web.Api(web.Cast.Omar.Email);
        var hers = (await ana.Post("check-ins", CheckIn(web, words: "Mine alone")))
            .Is(HttpStatusCode.Created)["id"]
            .GetGuid();

        (await omar.Get($"check-ins/{hers}")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal(0, (await omar.Get("check-ins")).Is(HttpStatusCode.OK).Body.GetArrayLength());
        (await ana.Get($"check-ins/{hers}")).Is(HttpStatusCode.OK);
        foreach (var staff in new[] { web.Cast.Priya, web.Cast.Ruth })
        {
            var api = await web.Api(staff.Email);
            (await api.Get($"check-ins/{hers}")).IsProblem(HttpStatusCode.Forbidden);
            (await api.Get("check-ins")).IsProblem(HttpStatusCode.Forbidden);
            (await api.Post("check-ins", CheckIn(web))).IsProblem(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_list_is_newest_first_from_an_instant_on_and_as_long_as_asked()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ana = await web.Api(web.Cast.Ana.Email);
        for (var i = 0; i < 3; i++, web.Clock.Advance(TimeSpan.FromMinutes(10)))
            (await ana.Post("check-ins", CheckIn(web, intensity: i))).Is(HttpStatusCode.Created);

        Assert.Equal([2, 1, 0], Intensities(await ana.Get("check-ins")));
        Assert.Equal([2, 1], Intensities(await ana.Get("check-ins?take=2")));
        var second = web.Now.AddMinutes(-20);
        Assert.Equal([2, 1], Intensities(await ana.Get($"check-ins?since={second:yyyy-MM-ddTHH:mm:ssZ}")));
        // The same instant in another zone.
        var there = new DateTimeOffset(second)
            .ToOffset(TimeSpan.FromHours(11))
            .ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        Assert.Equal([2, 1], Intensities(await ana.Get($"check-ins?since={Uri.EscapeDataString(there)}")));

        static IEnumerable<int> Intensities(ApiAnswer answer) =>
            answer.Is(HttpStatusCode.OK).Body.EnumerateArray().Select(c => c.GetProperty("intensity").GetInt32());
    }

    [Fact]
    public async Task After_the_participation_has_ended_nothing_is_stored_but_a_repeat_still_gets_its_answer()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var ana = await web.Api(web.Cast.Ana.Email);
        var before = CheckIn(web);
        (await ana.Post("check-ins", before)).Is(HttpStatusCode.Created);
        await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Ana.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.ClosedAtUtc, web.Now))
        );

        Assert.Equal(
            "participationClosed",
            (await ana.Post("check-ins", CheckIn(web))).IsProblem(HttpStatusCode.Conflict)["code"].GetString()
        );
        (await ana.Post("check-ins", before)).Is(HttpStatusCode.OK);
        Assert.Equal(1, await web.Db(db => db.CheckIns.CountAsync()));
    }

    private static object CheckIn(WebFixture web, int intensity = 1, string? words = null) =>
        new
        {
            submissionId = Guid.CreateVersion7(web.Clock.GetUtcNow()),
            intensity,
            words,
        };

    private static System.Text.Json.JsonElement JsonOf(string text) => System.Text.Json.JsonElement.Parse(text);
}
