using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Tests.Hosting;
using ApiClient = Wellbeing.Web.Tests.Hosting.ApiClient;

namespace Wellbeing.Web.Tests;

/// <summary>What somebody wants to be called, their pronouns and the language they speak: from the invitation to every
/// page that greets them.</summary>
public sealed partial class HowToAddressTests
{
    [Fact]
    public async Task What_a_nurse_knew_is_asked_on_joining_greets_from_then_on_and_is_the_person_s_to_change()
    {
        await using var web = await WebFixture.Create();
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var form = HtmlForm.In(await priya.GetStringAsync("/Staff/Invite"), "name=\"PreferredName\"");
        (string, string)[] lena =
        [
            ("Kind", "Patient"),
            ("Name", "Helena Jones"),
            ("Email", "lena@home.example"),
            ("Language", "en"),
            ("Zone", "Australia/Perth"),
        ];
        using (
            var wrong = await form.With([.. lena, ("Pronouns", new string('x', 31)), ("SpokenLanguage", "klingon")])
                .Submit(priya, "/Staff/Invite")
        )
        {
            var page = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("Use at most 30 characters", page, StringComparison.Ordinal);
            Assert.Contains("Choose a language from the list", page, StringComparison.Ordinal);
        }

        (
            await form.With([.. lena, ("PreferredName", "Lena"), ("SpokenLanguage", "yue")])
                .Submit(priya, "/Staff/Invite")
        ).Dispose();
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = Assert.Single(web.Mailbox.Expect("lena@home.example"));
        Assert.Contains("Lena", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Jones", mail.Text, StringComparison.Ordinal);

        var path = JoinLink().Match(mail.Text).Value;
        var client = web.Anonymous();
        var join = await client.GetStringAsync(path);
        Assert.Contains("Hello Lena.", join, StringComparison.Ordinal);
        Assert.Matches("value=\"yue\" selected", join);
        using (
            var wrong = await HtmlForm
                .In(join, "Agreed")
                .With(("Agreed", "true"), ("OldEnough", "true"), ("Pronouns", new string('x', 31)))
                .Submit(client, path)
        )
            Assert.Contains(
                "Use at most 30 characters.",
                await wrong.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using (
            var joined = await HtmlForm
                .In(join, "Agreed")
                .With(
                    ("Agreed", "true"),
                    ("OldEnough", "true"),
                    ("Cadence", "Weekly"),
                    ("Pronouns", "she/her"),
                    ("SpokenLanguage", "yue")
                )
                .Submit(client, path)
        )
            Assert.Equal("/Welcome", joined.Headers.Location!.OriginalString);
        Assert.Contains("Welcome, Lena", await client.GetStringAsync("/Welcome"), StringComparison.Ordinal);
        Assert.Contains("Hello, Lena", await client.GetStringAsync("/"), StringComparison.Ordinal);

        var id = await web.Db(db =>
            db.Participants.Where(p => p.Email == "lena@home.example").Select(p => p.Id).SingleAsync()
        );
        var person = await priya.GetStringAsync($"/Staff/People/{id:D}");
        foreach (var said in new[] { "Helena Jones", "called Lena, she/her", "Speaks Cantonese" })
            Assert.Contains(said, person, StringComparison.Ordinal);
        Assert.Contains("called Lena", await priya.GetStringAsync("/Staff/People"), StringComparison.Ordinal);

        using (
            var saved = await HtmlForm
                .In(await client.GetStringAsync("/Settings/Details"), "name=\"PreferredName\"")
                .With(
                    ("Language", "en"),
                    ("Zone", "Australia/Perth"),
                    ("PreferredName", "Leni"),
                    ("Pronouns", ""),
                    ("SpokenLanguage", "")
                )
                .Submit(client, "/Settings/Details")
        )
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("Hello, Leni", await client.GetStringAsync("/"), StringComparison.Ordinal);

        (
            await HtmlForm
                .In(await priya.GetStringAsync($"/Staff/People/{id:D}"), "Reach.Phone")
                .With(("Reach.PreferredName", "Len"), ("Reach.SpokenLanguage", "ko"))
                .Submit(priya, $"/Staff/People/{id:D}")
        ).Dispose();
        Assert.Contains(
            "changed how they are reached: language they speak, what to call them",
            await priya.GetStringAsync($"/Staff/People/{id:D}"),
            StringComparison.Ordinal
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains("Len,", Assert.Single(web.Mailbox.Expect("lena@home.example")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task By_the_API_nurses_read_and_change_it_and_each_participant_their_own(DatabaseProvider provider)
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var priya = await web.Api(web.Cast.Priya.Email);
        var path = $"participants/{web.Cast.Ana.Id}/how-to-reach";
        (await Put(priya, path, new { phone = "0412", spokenLanguage = "klingon" }))
            .IsProblem(HttpStatusCode.BadRequest)
            .Error("spokenLanguage");
        (
            await Put(
                priya,
                path,
                new
                {
                    phone = "0412345678",
                    bestTimeToCall = "evening",
                    mayLeaveMessage = true,
                    needsInterpreter = true,
                    spokenLanguage = "pa",
                    preferredName = "Peg",
                    pronouns = "she/her",
                }
            )
        ).Is(HttpStatusCode.NoContent);
        var known = (await priya.Get(path)).Is(HttpStatusCode.OK);
        Assert.Equal(
            ("0412 345 678", "evening", true, "pa", "Peg", "she/her"),
            (
                known["phone"].GetString(),
                known["bestTimeToCall"].GetString(),
                known["needsInterpreter"].GetBoolean(),
                known["spokenLanguage"].GetString(),
                known["preferredName"].GetString(),
                known["pronouns"].GetString()
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains("Peg", Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email)).Text, StringComparison.Ordinal);
        (await priya.Get($"participants/{Guid.CreateVersion7()}/how-to-reach")).IsProblem(HttpStatusCode.NotFound);

        var ana = await web.Api(web.Cast.Ana.Email);
        (await ana.Get(path)).IsProblem(HttpStatusCode.Forbidden);
        (await priya.Get("my-details")).IsProblem(HttpStatusCode.Forbidden);
        Assert.Equal("Peg", (await ana.Get("my-details")).Is(HttpStatusCode.OK)["preferredName"].GetString());
        (
            await Put(
                ana,
                "my-details",
                new
                {
                    name = "Ana",
                    language = "tlh",
                    timeZone = "Australia/Hobart",
                }
            )
        ).IsProblem(HttpStatusCode.BadRequest).Error("language");
        (
            await Put(
                ana,
                "my-details",
                new
                {
                    name = "Ana",
                    language = "vi",
                    timeZone = "Australia/Hobart",
                    spokenLanguage = "yue",
                }
            )
        ).Is(HttpStatusCode.NoContent);
        var mine = await ana.Get("my-details");
        Assert.Equal(
            ("vi", "yue", null),
            (mine["language"].GetString(), mine["spokenLanguage"].GetString(), mine["preferredName"].GetString())
        );
    }

    private static async Task<ApiAnswer> Put(ApiClient api, string path, object body)
    {
        var answer = await api.Http.PutAsync($"/api/v1/{path}", JsonContent.Create(body));
        var text = await answer.Content.ReadAsStringAsync();
        return new ApiAnswer(
            answer.StatusCode,
            text.Length == 0 ? default : System.Text.Json.JsonElement.Parse(text),
            text,
            answer
        );
    }

    [GeneratedRegex(@"/Join/\S+")]
    private static partial Regex JoinLink();
}
