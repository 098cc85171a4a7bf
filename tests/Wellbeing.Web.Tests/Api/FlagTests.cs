using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;
using AuditActions = Wellbeing.App.Audit.AuditActions;
using Flag = Wellbeing.App.Flags.Flag;

namespace Wellbeing.Web.Tests.Api;

public abstract class FlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : FlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : FlagTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Each_filter_shows_its_own_flags()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var anas = await FlagOf(web, web.Cast.Ana);
        var omars = await FlagOf(web, web.Cast.Omar);
        var priya = await web.Api(web.Cast.Priya.Email);
        var tom = await web.Api(web.Cast.Tom.Email);
        (await tom.Post($"flags/{omars}/acknowledge")).Is(HttpStatusCode.NoContent);
        web.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal([anas, omars], await Ids(priya, "flags"));
        Assert.Equal([anas, omars], await Ids(priya, "flags?state=unresolved"));
        Assert.Equal([anas], await Ids(priya, "flags?state=open"));
        Assert.Equal([omars], await Ids(priya, "flags?state=acknowledged"));
        Assert.Equal([], await Ids(priya, "flags?state=mine"));
        Assert.Equal([omars], await Ids(tom, "flags?state=mine"));
        Assert.Equal([], await Ids(priya, "flags?state=resolved"));
        Assert.Equal([], await Ids(priya, "flags?state=overdue"));
        Assert.Equal([omars], await Ids(priya, "flags?state=unresolved&page=2&pageSize=1"));
        Assert.Equal([], await Ids(priya, "flags?page=2147483647&pageSize=100"));
        Assert.Equal([anas, omars], await Ids(priya, "flags?page=-3&pageSize=100000"));
        // Administrators are not the team: ratings are none of their business.
        var ruth = await web.Api(web.Cast.Ruth.Email);
        (await ruth.Get("flags")).IsProblem(HttpStatusCode.Forbidden);
        (await ruth.Get($"flags/{anas}")).IsProblem(HttpStatusCode.Forbidden);
        (await ruth.Post($"flags/{anas}/acknowledge")).IsProblem(HttpStatusCode.Forbidden);

        static async Task<IEnumerable<Guid>> Ids(ApiClient api, string path) =>
            (await api.Get(path))
                .Is(HttpStatusCode.OK)["rows"]
                .EnumerateArray()
                .Select(r => r.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task The_same_attempt_sent_twice_is_recorded_once_and_two_without_an_id_are_two()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var flag = await FlagOf(web, web.Cast.Ana);
        var priya = await web.Api(web.Cast.Priya.Email);
        var requestId = Guid.CreateVersion7(web.Clock.GetUtcNow());

        for (var i = 0; i < 2; i++)
            (
                await priya.Post(
                    $"flags/{flag}/contact-attempts",
                    new
                    {
                        requestId,
                        channel = "phone",
                        reached = false,
                    }
                )
            ).Is(HttpStatusCode.NoContent);
        Assert.Equal(1, await Attempts());
        for (var i = 0; i < 2; i++)
            (await priya.Post($"flags/{flag}/contact-attempts", new { channel = "textMessage", reached = false })).Is(
                HttpStatusCode.NoContent
            );
        Assert.Equal(3, await Attempts());

        // The attempt took the flag in hand.
        Assert.Equal(web.Cast.Priya.Name, (await priya.Get($"flags/{flag}"))["acknowledgedByName"].GetString());

        var other = await FlagOf(web, web.Cast.Omar);
        var reused = (
            await priya.Post(
                $"flags/{other}/contact-attempts",
                new
                {
                    requestId,
                    channel = "phone",
                    reached = true,
                }
            )
        ).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains("another flag", reused.Error("requestId"), StringComparison.Ordinal);

        Task<int> Attempts() => web.Db(db => db.ContactAttempts.CountAsync());
    }

    [Fact]
    public async Task Unable_to_reach_needs_three_attempts_first()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var flag = await FlagOf(web, web.Cast.Ana);
        var priya = await web.Api(web.Cast.Priya.Email);
        await priya.Post($"flags/{flag}/contact-attempts", new { channel = "phone", reached = false });
        object resolution = new { outcome = "unableToReach", note = "No answer all week" };

        var early = (await priya.Post($"flags/{flag}/resolve", resolution)).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal(
            ("needsMoreAttempts", 1, 3),
            (early["code"].GetString(), early["recorded"].GetInt32(), early["needed"].GetInt32())
        );
        for (var i = 0; i < 2; i++)
        {
            web.Clock.Advance(Flag.TriesApart);
            await priya.Post($"flags/{flag}/contact-attempts", new { channel = "phone", reached = false });
        }

        (await priya.Post($"flags/{flag}/resolve", resolution)).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Of_two_nurses_who_acknowledge_at_once_one_is_told_of_the_other()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var flag = await FlagOf(web, web.Cast.Ana);
        var priya = await web.Api(web.Cast.Priya.Email);
        var tom = await web.Api(web.Cast.Tom.Email);

        var answers = await Task.WhenAll(
            priya.Post($"flags/{flag}/acknowledge"),
            tom.Post($"flags/{flag}/acknowledge")
        );

        Assert.Single(answers, a => a.Status == HttpStatusCode.NoContent);
        var winner = answers[0].Status == HttpStatusCode.NoContent ? web.Cast.Priya : web.Cast.Tom;
        Assert.Equal(
            winner.Name,
            Assert
                .Single(answers, a => a.Status == HttpStatusCode.Conflict)
                .IsProblem(HttpStatusCode.Conflict)["byName"]
                .GetString()
        );
    }

    [Fact]
    public async Task A_flag_is_put_off_given_and_raised_as_on_the_pages_and_what_is_sent_twice_is_done_once()
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var flag = await FlagOf(web, web.Cast.Ana);
        var (priya, tom) = (await web.Api(web.Cast.Priya.Email), await web.Api(web.Cast.Tom.Email));

        // Urgent: a day at most, and for a reason.
        Assert.Contains(
            "next 4 hours",
            (
                await priya.Post(
                    $"flags/{flag}/snooze",
                    new { until = web.Now.AddHours(25), reason = "Asleep until noon" }
                )
            )
                .IsProblem(HttpStatusCode.BadRequest)
                .Error("until"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "why",
            (await priya.Post($"flags/{flag}/snooze", new { until = web.Now.AddHours(3), reason = "" }))
                .IsProblem(HttpStatusCode.BadRequest)
                .Error("reason"),
            StringComparison.Ordinal
        );
        object snooze = new { until = web.Now.AddHours(3), reason = "Asleep until noon" };
        for (var i = 0; i < 2; i++)
            (await priya.Post($"flags/{flag}/snooze", snooze)).Is(HttpStatusCode.NoContent);
        Assert.Equal(
            "takenByColleague",
            (await tom.Post($"flags/{flag}/snooze", snooze)).IsProblem(HttpStatusCode.Conflict)["code"].GetString()
        );
        Assert.Equal(web.Cast.Priya.Name, (await tom.Get($"flags/{flag}"))["acknowledgedByName"].GetString());

        var nurses = (await priya.Get("nurses"))
            .Is(HttpStatusCode.OK)
            .Body.EnumerateArray()
            .ToDictionary(n => n.GetProperty("name").GetString()!, n => n.GetProperty("id").GetGuid());
        Assert.Equal([web.Cast.Priya.Name, web.Cast.Tom.Name], nurses.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(
            "a nurse of the team",
            (await priya.Post($"flags/{flag}/assign", new { nurse = web.Cast.Ruth.Id }))
                .IsProblem(HttpStatusCode.BadRequest)
                .Error("nurse"),
            StringComparison.Ordinal
        );
        for (var i = 0; i < 2; i++)
            (await priya.Post($"flags/{flag}/assign", new { nurse = nurses[web.Cast.Tom.Name] })).Is(
                HttpStatusCode.NoContent
            );
        (await tom.Post($"flags/{flag}/acknowledge")).Is(HttpStatusCode.NoContent); // It is his to take over.

        object raise = new
        {
            participantId = web.Cast.Omar.Id,
            severity = "soon",
            reason = "Wept on the telephone",
            requestId = Guid.CreateVersion7(),
        };
        var raised = (await priya.Post("flags", raise)).Is(HttpStatusCode.Created);
        Assert.Equal($"/api/v1/flags/{raised["flagId"].GetGuid():D}", raised.Response.Headers.Location!.ToString());
        var again = (await priya.Post("flags", raise)).Is(HttpStatusCode.OK);
        Assert.Equal((raised["flagId"].GetGuid(), true), (again["flagId"].GetGuid(), again["repeated"].GetBoolean()));
        var joined = (
            await tom.Post(
                "flags",
                new
                {
                    participantId = web.Cast.Omar.Id,
                    severity = "urgent",
                    reason = "Worse since then",
                }
            )
        ).Is(HttpStatusCode.OK);
        Assert.Equal(
            (raised["flagId"].GetGuid(), true, false),
            (joined["flagId"].GetGuid(), joined["joined"].GetBoolean(), joined["repeated"].GetBoolean())
        );
        Assert.Equal("urgent", (await tom.Get($"flags/{raised["flagId"].GetGuid()}"))["severity"].GetString());
        (
            await priya.Post(
                "flags",
                new
                {
                    participantId = Guid.CreateVersion7(),
                    severity = "soon",
                    reason = "Nobody we know",
                }
            )
        ).IsProblem(HttpStatusCode.NotFound);

        var acts = await web.Db(db =>
            db.AuditRecords.Where(a =>
                    a.Action == AuditActions.FlagSnoozed
                    || a.Action == AuditActions.FlagAssigned
                    || a.Action == AuditActions.FlagRaisedByHand
                )
                .OrderBy(a => a.Sequence)
                .Select(a => a.Action + " " + a.ActorName)
                .ToListAsync()
        );
        Assert.Equal(
            [
                $"{AuditActions.FlagSnoozed} {web.Cast.Priya.Name}",
                $"{AuditActions.FlagAssigned} {web.Cast.Priya.Name}",
                $"{AuditActions.FlagRaisedByHand} {web.Cast.Priya.Name}",
                $"{AuditActions.FlagRaisedByHand} {web.Cast.Tom.Name}",
            ],
            acts
        );
        web.Mailbox.Ignore();
    }

    internal static async Task<Guid> FlagOf(WebFixture web, Person person)
    {
        await web.Send(person.CheckIn(intensity: 9, functioning: 8));
        return await web.Db(db => db.Flags.Where(f => f.ParticipantId == person.Id).Select(f => f.Id).SingleAsync());
    }
}

/// <summary>What a nurse gets wrong, by field; the flag stays as it is.</summary>
public sealed class FlagRefusalTests(FlagRefusalTests.Shared shared) : IClassFixture<FlagRefusalTests.Shared>
{
    [Theory]
    [InlineData(
        "contact-attempts",
        """{"channel":"pigeon","reached":true}""",
        "channel",
        "one of phone, email, textMessage, inPerson, videoCall"
    )]
    [InlineData("contact-attempts", """{"channel":0,"reached":true}""", "channel", "one of phone")]
    [InlineData("contact-attempts", """{"reached":true}""", "channel", "one of phone")]
    [InlineData("contact-attempts", """{"channel":"phone"}""", "reached", "true or false")]
    [InlineData("contact-attempts", """{"channel":"phone","reached":"no"}""", "reached", "true or false")]
    [InlineData("contact-attempts", """{"channel":"phone","reached":true,"requestId":"x"}""", "requestId", "a UUID")]
    [InlineData(
        "contact-attempts",
        """{"channel":"phone","reached":true,"requestId":"00000000-0000-0000-0000-000000000000"}""",
        "requestId",
        "zeros"
    )]
    [InlineData("contact-attempts", """{"channel":"phone","reached":true,"by":"me"}""", "by", "no such field")]
    [InlineData("contact-attempts", "", "body", "a JSON object")]
    [InlineData("resolve", """{"outcome":"fine"}""", "outcome", "one of supported, referredPsychology")]
    [InlineData("resolve", """{"note":"why"}""", "outcome", "required")]
    [InlineData("resolve", """{"outcome":"supported"}""", "outcome", "Nobody has been reached")]
    [InlineData(
        "resolve",
        """{"outcome":"supported","note":"Felt much better"}""",
        "outcome",
        "Nobody has been reached"
    )]
    [InlineData("resolve", """{"outcome":"raisedInError","note":"   "}""", "note", "Nobody has been reached")]
    [InlineData("resolve", """{"outcome":"notNeeded","note":"x"}""", "note", "at least 10 characters")]
    [InlineData(
        "contact-attempts",
        """{"channel":"phone","reached":true,"at":"2199-01-01T00:00:00Z"}""",
        "at",
        "a time that has passed"
    )]
    [InlineData("contact-attempts", """{"channel":"theirMessage","reached":false}""", "reached", "counts as reached")]
    [InlineData("resolve", """{"outcome":"supported","note":{}}""", "note", "text")]
    public async Task A_bad_request_names_the_field_and_what_is_expected(
        string act,
        string body,
        string field,
        string expected
    )
    {
        var answer = (await shared.Priya.PostText($"flags/{shared.Flag}/{act}", body)).IsProblem(
            HttpStatusCode.BadRequest
        );

        Assert.Contains(expected, answer.Error(field), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
        Assert.Equal("open", (await shared.Priya.Get($"flags/{shared.Flag}"))["state"].GetString());
    }

    [Theory]
    [InlineData("contact-attempts", "channel\":\"phone\",\"reached\":true,\"note")]
    [InlineData("resolve", "outcome\":\"supported\",\"note")]
    public async Task A_note_of_more_than_a_page_is_refused(string act, string before)
    {
        var body = $$"""{"{{before}}":"{{new string('x', 2001)}}"}""";

        var answer = (await shared.Priya.PostText($"flags/{shared.Flag}/{act}", body)).IsProblem(
            HttpStatusCode.BadRequest
        );

        Assert.Contains("2,000", answer.Error("note"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state=closed")]
    [InlineData("state=Open")]
    [InlineData("state=1")]
    [InlineData("state=99")]
    [InlineData("state=open,resolved")]
    public async Task An_unknown_state_lists_the_known_ones(string query)
    {
        var answer = (await shared.Priya.Get($"flags?{query}")).IsProblem(HttpStatusCode.BadRequest);

        Assert.Contains(
            "unresolved, open, acknowledged, mine, overdue, resolved",
            answer.Error("state"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("page=one", "page")]
    [InlineData("pageSize=99999999999", "pageSize")]
    public async Task A_number_that_is_none_names_the_parameter(string query, string parameter) =>
        Assert.Contains(
            "a whole number",
            (await shared.Priya.Get($"flags?{query}")).IsProblem(HttpStatusCode.BadRequest).Error(parameter),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("")]
    [InlineData("/acknowledge")]
    [InlineData("/contact-attempts")]
    [InlineData("/resolve")]
    [InlineData("/snooze")]
    [InlineData("/assign")]
    public async Task A_flag_that_is_not_there_is_not_found(string act)
    {
        var path = $"flags/{Guid.CreateVersion7()}{act}";
        var answer = act switch
        {
            "" => await shared.Priya.Get(path),
            "/contact-attempts" => await shared.Priya.Post(path, new { channel = "phone", reached = true }),
            "/snooze" => await shared.Priya.Post(
                path,
                new { until = shared.Web.Now.AddHours(1), reason = "Asleep until noon" }
            ),
            "/assign" => await shared.Priya.Post(path, new { nurse = shared.Web.Cast.Tom.Id }),
            "/resolve" => await shared.Priya.Post(path, new { outcome = "supported", note = "why" }),
            _ => await shared.Priya.Post(path),
        };

        answer.IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Participants_see_no_flags_not_even_their_own()
    {
        var ana = await shared.Web.Api(shared.Web.Cast.Ana.Email);

        (await ana.Get("flags")).IsProblem(HttpStatusCode.Forbidden);
        (await ana.Get($"flags/{shared.Flag}")).IsProblem(HttpStatusCode.Forbidden);
        (await ana.Post($"flags/{shared.Flag}/acknowledge")).IsProblem(HttpStatusCode.Forbidden);
        (await ana.Post($"flags/{shared.Flag}/resolve", new { outcome = "supported" })).IsProblem(
            HttpStatusCode.Forbidden
        );
    }

    public sealed class Shared : SharedWeb, IAsyncLifetime
    {
        public ApiClient Priya { get; private set; } = null!;
        public Guid Flag { get; private set; }

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Priya = await Web.Api(Web.Cast.Priya.Email);
            Flag = await FlagTests.FlagOf(Web, Web.Cast.Ana);
        }
    }
}
