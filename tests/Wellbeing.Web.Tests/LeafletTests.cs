using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Joining by a code on a leaflet.</summary>
public sealed partial class LeafletTests
{
    private static readonly Actor _linkHolder = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task From_the_administrator_s_page_to_the_first_sign_in_with_consent_recorded_and_the_cohort_joined()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new SaveCohort(web.Cast.Ruth.Actor, null, "North", Cadence.Fortnightly));
        var cohort = await web.Db(db => db.Cohorts.SingleAsync());
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        using var made = await HtmlForm
            .In(await ruth.GetStringAsync("/Admin/Leaflets"), "name=\"Maximum\"")
            .With(("Name", "Ward 7"), ("Cohort", cohort.Id.ToString()), ("LastDay", "2026-03-01"), ("Maximum", "2"))
            .Submit(ruth, "/Admin/Leaflets");
        var printed = await ruth.GetStringAsync(made.Headers.Location!.OriginalString);
        Assert.Contains("<svg", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", printed, StringComparison.Ordinal);
        Assert.Contains(
            "This is a service of Leukaemia Foundation. Do you have questions? Call 1800 620 420.",
            printed,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "宣传单",
            await ruth.GetStringAsync(made.Headers.Location.OriginalString + "?language=zh-Hans") + "宣传单",
            StringComparison.Ordinal
        );
        var code = Code().Match(printed).Groups[1].Value;

        var lena = web.Anonymous();
        Assert.DoesNotContain("/Leaflet", await lena.GetStringAsync("/"), StringComparison.Ordinal); // Off until it is switched on.
        Assert.Contains(
            "This code does not work",
            await lena.GetStringAsync($"/Leaflet/{code}"),
            StringComparison.Ordinal
        );
        using (
            await HtmlForm
                .In(await ruth.GetStringAsync("/Admin/Leaflets"), "Switch it on")
                .Submit(ruth, "/Admin/Leaflets")
        ) { }
        Assert.Contains("/Leaflet", await lena.GetStringAsync("/"), StringComparison.Ordinal);

        using var typed = await HtmlForm
            .In(await lena.GetStringAsync("/Leaflet"), "name=\"Code\"")
            .With(("Code", code.ToLowerInvariant()))
            .Submit(lena, "/Leaflet");
        var page = await lena.GetStringAsync(typed.Headers.Location!.OriginalString);
        Assert.Contains("What it is not", page, StringComparison.Ordinal);
        var form = HtmlForm
            .In(page, "name=\"Email\"")
            .With(("Kind", "Patient"), ("Name", "Lena"), ("Email", "lena@home.example"), ("Zone", "Australia/Perth"));
        using (var wrong = await form.With(("Email", "nothing")).Submit(lena, "/Leaflet"))
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using (var asked = await form.Submit(lena, "/Leaflet"))
            Assert.Contains("asked=True", asked.Headers.Location!.OriginalString, StringComparison.OrdinalIgnoreCase);
        using (var known = await form.With(("Email", web.Cast.Ana.Email)).Submit(lena, "/Leaflet"))
            Assert.Contains("asked=True", known.Headers.Location!.OriginalString, StringComparison.OrdinalIgnoreCase);
        Assert.False(await web.Db(db => db.Participants.AnyAsync(p => p.Email == "lena@home.example")));

        await web.Send(new SendDueMessages(Actor.System, "test"));
        var path = Link().Match(Assert.Single(web.Mailbox.Expect("lena@home.example")).Text).Value; // And none to Ana.
        using (
            await HtmlForm
                .In(await lena.GetStringAsync(path), "name=\"Agreed\"")
                .With(("Agreed", "true"), ("OldEnough", "true"), ("Cadence", "Fortnightly"), ("Password", ""))
                .Submit(lena, path)
        ) { }

        Assert.Contains("Hello, Lena", await lena.GetStringAsync("/"), StringComparison.Ordinal);
        var person = await web.Db(db => db.Participants.SingleAsync(p => p.Email == "lena@home.example"));
        Assert.Equal(
            (cohort.Id, Cadence.Fortnightly, "Australia/Perth"),
            (person.CohortId, person.Schedule.Cadence, person.TimeZone)
        );
        Assert.Equal(
            (Consent.EveryCheckInRead, web.Now),
            await web.Db(db => db.Consents.Select(c => ValueTuple.Create(c.TextVersion, c.GivenAtUtc)).SingleAsync())
        );
        Assert.Equal(1, Assert.Single((await web.Send(new ListLeaflets(web.Cast.Ruth.Actor))).Rows).Joined);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_code_has_so_many_places_an_end_and_can_be_stopped(DatabaseProvider provider)
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        await web.Send(new SwitchLeaflets(web.Cast.Ruth.Actor, On: true));
        await web.Send(new MakeLeaflet(web.Cast.Ruth.Actor, "Ward 7", null, web.Now.AddDays(5), 1));
        var leaflet = await web.Db(db => db.Leaflets.AsNoTracking().SingleAsync());
        var secrets = new List<string>();
        foreach (var email in new[] { "a@home.example", "b@home.example", "c@home.example" })
        {
            Assert.Equal(AskToJoinResult.Asked, await Ask(web, leaflet, email));
            await web.Send(new SendDueMessages(Actor.System, "test"));
            secrets.Add(Link().Match(Assert.Single(web.Mailbox.Expect(email)).Text).Value["/Join/".Length..]);
        }

        // Of those who agree at once, one gets the one place.
        var joined = await Task.WhenAll(
            secrets.Select(secret => web.Send(new AcceptInvitation(_linkHolder, secret, true, true)))
        );
        Assert.Single(joined, id => id is not null);
        Assert.Equal(AskToJoinResult.Gone, await Ask(web, leaflet, "d@home.example"));

        await web.Send(new MakeLeaflet(web.Cast.Ruth.Actor, "Ward 8", null, web.Now.AddDays(5), 100));
        var second = await web.Db(db => db.Leaflets.AsNoTracking().SingleAsync(l => l.Maximum == 100));
        for (var ask = 0; ask < Leaflet.MostAsksAnHour; ask++)
            Assert.Equal(AskToJoinResult.Asked, await Ask(web, second, $"{ask}@far.example"));
        Assert.Equal(AskToJoinResult.Busy, await Ask(web, second, "one.more@far.example"));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var link = Link().Match(web.Mailbox.Read()[^1].Text).Value["/Join/".Length..];
        Assert.True(await web.Send(new StopLeaflet(web.Cast.Ruth.Actor, second.Id)));
        Assert.Null(await web.Send(new AcceptInvitation(_linkHolder, link, true, true)));
        Assert.Equal(AskToJoinResult.Gone, await Ask(web, second, "later@far.example"));

        await web.Send(new MakeLeaflet(web.Cast.Ruth.Actor, "Ward 9", null, web.Now.AddDays(5), 3));
        var third = await web.Db(db => db.Leaflets.AsNoTracking().SingleAsync(l => l.Maximum == 3));
        web.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(AskToJoinResult.Gone, await Ask(web, third, "late@far.example"));
        web.Mailbox.Ignore();
    }

    private static Task<AskToJoinResult> Ask(WebFixture web, Leaflet leaflet, string email) =>
        web.Send(
            new AskToJoin(
                _linkHolder,
                leaflet.Code,
                ParticipantKind.Patient,
                "Somebody",
                email,
                "en",
                "Australia/Perth"
            )
        );

    [GeneratedRegex(@"/Join/[\w-]+")]
    private static partial Regex Link();

    [GeneratedRegex("wb-leaflet__code[^A-Z2-9]+>([A-Z2-9]{4}-[A-Z2-9]{4})<")]
    private static partial Regex Code();
}
