using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Joining is a welcome: who asks, what comes next, what one chooses, what is kept, and no password that
/// nobody has.</summary>
public sealed partial class JoiningTests
{
    private const string Lena = "lena@home.example";

    [Fact]
    public async Task An_invitation_says_who_asks_how_to_reach_them_and_what_comes_next()
    {
        await using var web = await WebFixture.Create();
        await Invite(web, web.Cast.Priya);
        var (mail, path) = await Mail(web);
        foreach (
            var said in new[]
            {
                "Priya Nair from the nurse team",
                "Leukaemia Foundation",
                "1800 620 420",
                "you can begin at once or later",
            }
        )
            Assert.Contains(said, mail, StringComparison.Ordinal);

        var join = await web.Anonymous().GetStringAsync(path);
        foreach (
            var said in new[]
            {
                "Priya Nair from the nurse team invites you",
                "Leukaemia Foundation",
                "1800 620 420",
                "What happens next",
            }
        )
            Assert.Contains(said, join, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-Hans")]
    [InlineData("ar")]
    [InlineData("vi")]
    [InlineData("it")]
    [InlineData("el")]
    public async Task Where_nobody_reviewed_the_language_what_is_agreed_to_stands_in_English_too(string language)
    {
        await using var web = await WebFixture.Create();
        await web.Send(
            new InviteParticipant(
                web.Cast.Priya.Actor,
                ParticipantKind.Patient,
                "Lena",
                Lena,
                language,
                "Australia/Perth"
            )
        );
        var (_, path) = await Mail(web);
        var page = WebUtility.HtmlDecode(await web.Anonymous().GetStringAsync(path));
        Assert.Contains("wb-draft", page, StringComparison.Ordinal); // Readers are told that some of it stands in English.
        var main = page[
            page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)
        ];
        foreach (
            var said in new[]
            {
                "Nobody watches check-ins around the clock. In an emergency, call 000.",
                "It is not an emergency service.",
                "Your nurse team reads what you send.",
                "I have read this and I agree",
                "I am at least 18 years old",
                "Your check-ins and what the team did about them: for 7 years after",
                "Your own words, for 24 months after you wrote them.",
                "Who did and who looked at what, without your name",
            }
        )
            Assert.Contains(
                $"<span class=\"wb-english\" lang=\"en-AU\" dir=\"ltr\">{said}",
                main,
                StringComparison.Ordinal
            );
        if (language != "ar")
            return;
        // As Arabic counts.
        Assert.Contains("7 سنوات", main, StringComparison.Ordinal);
        Assert.Contains("24 شهرًا", main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nurses_read_in_the_history_that_somebody_joined_and_not_how_the_request_was_signed()
    {
        await using var web = await WebFixture.Create();
        await Invite(web, web.Cast.Priya);
        var (_, path) = await Mail(web);
        await Join(web.Anonymous(), path);
        var id = await web.Db(db => db.Participants.Where(p => p.Email == Lena).Select(p => p.Id).SingleAsync());
        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var page = await nurse.GetStringAsync($"/Staff/People/{id:D}");
        Assert.Matches(">\\s*Joined\\s*<", page);
        Assert.DoesNotContain("Somebody with a link", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_nurse_sent_it_the_team_asks()
    {
        await using var web = await WebFixture.Create();
        await Invite(web, web.Cast.Ruth);
        var (mail, path) = await Mail(web);
        Assert.DoesNotContain(web.Cast.Ruth.Name, mail, StringComparison.Ordinal);
        Assert.Contains("This is a service of Leukaemia Foundation", mail, StringComparison.Ordinal);
        Assert.Contains(
            "The nurse team invites you",
            await web.Anonymous().GetStringAsync(path),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_family_member_is_welcomed_the_same_way()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new AskFamily(web.Cast.Ana.Actor, "Lena", Lena, "en"));
        var (mail, path) = await Mail(web);
        foreach (var said in new[] { "Leukaemia Foundation", "1800 620 420", "you can begin at once or later" })
            Assert.Contains(said, mail, StringComparison.Ordinal);
        var client = web.Anonymous();
        Assert.Contains(
            $"{web.Cast.Ana.Name} thought of you and invites you",
            await client.GetStringAsync(path),
            StringComparison.Ordinal
        );
        await Join(client, path);
        Assert.Contains("Welcome, Lena", await client.GetStringAsync("/Welcome"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weekly_is_offered_and_another_rhythm_day_and_time_can_be_chosen()
    {
        await using var web = await WebFixture.Create();
        await Invite(web, web.Cast.Priya);
        var (_, path) = await Mail(web);
        var client = web.Anonymous();
        var page = await client.GetStringAsync(path);
        Assert.DoesNotContain(HtmlForm.In(page, "Agreed").Fields, f => f.Key == "Cadence"); // Offered, and not set.
        Assert.Matches("value=\"Weekly\"(?s:.){0,400}This is what we suggest\\.", page);
        Assert.Single(Regex.Matches(page, "This is what we suggest"));
        using (
            var none = await HtmlForm
                .In(page, "Agreed")
                .With(("Agreed", "true"), ("OldEnough", "true"), ("Phone", "0491 570 156"), ("At", "16:30"))
                .Submit(client, path)
        )
        {
            var said = await none.Content.ReadAsStringAsync();
            Assert.Contains("Choose how often we ask.", said, StringComparison.Ordinal);
            var kept = HtmlForm.In(said, "Agreed").Fields;
            Assert.Equal("0491 570 156", Assert.Single(kept, f => f.Key == "Phone").Value);
            Assert.Equal("16:30", Assert.Single(kept, f => f.Key == "At").Value);
            Assert.Contains(kept, f => f is { Key: "Agreed", Value: "true" });
        }

        using (
            var wrong = await HtmlForm
                .In(page, "Agreed")
                .With(
                    ("Agreed", "true"),
                    ("OldEnough", "true"),
                    ("Cadence", "Hourly"),
                    ("Weekday", "Friday"),
                    ("At", "25:00")
                )
                .Submit(client, path)
        )
        {
            var said = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("Choose how often we ask.", said, StringComparison.Ordinal);
            Assert.Contains("Enter a time, such as 10:00.", said, StringComparison.Ordinal);
            Assert.Contains("25:00", said, StringComparison.Ordinal);
        }

        await Join(client, path, ("Cadence", "Fortnightly"), ("Weekday", "Friday"), ("At", "16:30"));
        var schedule = await web.Db(db =>
            db.Participants.Where(p => p.Email == Lena).Select(p => p.Schedule).SingleAsync()
        );
        Assert.Equal(
            (Cadence.Fortnightly, DayOfWeek.Friday, new TimeOnly(16, 30)),
            (schedule.Cadence, schedule.Weekday, schedule.At)
        );

        var welcome = await client.GetStringAsync("/Welcome");
        foreach (
            var said in new[]
            {
                "Check in now",
                "Not now? That is all right.",
                "Friday",
                "Name someone now",
                "href=\"/Contacts\"",
            }
        )
            Assert.Contains(said, welcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 24)]
    [InlineData(1, 6)]
    [InlineData(0, 0)]
    public async Task What_is_kept_for_how_long_is_said_alike_before_joining_before_closing_and_afterwards(
        int years,
        int months
    )
    {
        await using var web = await WebFixture.Create(
            new()
            {
                Settings = [("Retention:ClosedAccountYears", $"{years}"), ("Retention:FreeTextMonths", $"{months}")],
            }
        );
        await Invite(web, web.Cast.Priya);
        var (_, path) = await Mail(web);
        var client = web.Anonymous();
        var agreed = Kept(await client.GetStringAsync(path));
        Assert.Equal(
            years > 0,
            agreed.Contains(
                $"for {years} {(years == 1 ? "year" : "years")} after you close your account",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(months > 0, agreed.Contains($"for {months} months", StringComparison.Ordinal));

        await Join(client, path);
        Assert.Equal(agreed, Kept(await client.GetStringAsync("/Settings/Data")));
        Assert.Equal(agreed, Kept(await client.GetStringAsync("/Settings/Close")));
        Assert.Equal(agreed, Kept(await client.GetStringAsync("/Closed")));
    }

    [Fact]
    public async Task Whoever_joined_without_a_password_is_never_met_by_a_form_for_one()
    {
        await using var web = await WebFixture.Create();
        await Invite(web, web.Cast.Priya);
        var (_, path) = await Mail(web);
        var client = web.Anonymous();
        await Join(client, path);
        Assert.Contains(
            "You have no password, and you need none",
            await client.GetStringAsync("/Account/Security"),
            StringComparison.Ordinal
        );

        web.Clock.Advance(TimeSpan.FromMinutes(11));
        foreach (
            var (page, form) in new[]
            {
                ("/Settings/Details?handler=Email", "name=\"Email\""),
                ("/Settings/Close", "Sure"),
                ("/Settings/Data", "wb-button"),
            }
        )
        {
            var sent = await HtmlForm
                .In(await client.GetStringAsync(page.Split('?')[0]), form)
                .Submit(client, page, elsewhere: true);
            Assert.StartsWith("/Account/Confirm", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
            var confirm = await client.GetStringAsync("/Account/Confirm");
            Assert.DoesNotContain("type=\"password\"", confirm, StringComparison.Ordinal);
            Assert.Contains("Email me a code", confirm, StringComparison.Ordinal);
        }

        (await HtmlForm.In(await client.GetStringAsync("/"), "/SignOut").Submit(client, "/SignOut")).Dispose();
        var signIn = await client.GetStringAsync("/SignIn");
        Assert.True(
            signIn.IndexOf("Email me a link to sign in", StringComparison.Ordinal)
                < signIn.IndexOf("I have a password", StringComparison.Ordinal)
        );
        Assert.True(
            signIn.IndexOf("I have a password", StringComparison.Ordinal)
                < signIn.IndexOf("type=\"password\"", StringComparison.Ordinal)
        );

        using (
            var asked = await HtmlForm
                .In(signIn, "handler=Mail")
                .With(("Email", Lena), ("Password", ""))
                .Submit(client, "/SignIn?handler=Mail", elsewhere: true)
        )
            Assert.StartsWith(
                "/SignIn/Mail?asked=True",
                asked.Headers.Location!.OriginalString,
                StringComparison.Ordinal
            );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var link = Regex.Match(web.Mailbox.Expect(Lena)[^1].Text, @"/SignIn/Mail/\S+").Value;
        using var back = await HtmlForm.In(await client.GetStringAsync(link), "name=\"Keep\"").Submit(client, link);
        Assert.Equal("/", back.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_password_stands_first_where_one_was_used_and_where_staff_want_to_go()
    {
        await using var web = await WebFixture.Create();
        var client = web.Anonymous();
        Assert.Contains("I have a password", await client.GetStringAsync("/SignIn"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "I have a password",
            await client.GetStringAsync("/SignIn?returnUrl=%2FStaff%2FFlags"),
            StringComparison.Ordinal
        );

        var form = HtmlForm
            .In(await client.GetStringAsync("/SignIn"), "name=\"Password\"")
            .With(("Email", web.Cast.Ana.Email), ("Password", Cast.Password));
        using (var typed = await form.Submit(client, "/SignIn?handler=Mail", elsewhere: true)) // Enter in the password presses the form's first button.
            Assert.Equal("/", typed.Headers.Location!.OriginalString);
        (await HtmlForm.In(await client.GetStringAsync("/"), "/SignOut").Submit(client, "/SignOut")).Dispose();
        Assert.DoesNotContain("I have a password", await client.GetStringAsync("/SignIn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_sent_again_keeps_the_number_and_the_need_of_an_interpreter()
    {
        await using var web = await WebFixture.Create();
        await web.Send(
            new InviteParticipant(web.Cast.Priya.Actor, ParticipantKind.Patient, "Lena", Lena, "ar", "Australia/Perth")
            {
                Phone = "0491 570 156",
                NeedsInterpreter = true,
            }
        );
        var id = await web.Db(db => db.Invitations.Select(i => i.Id).SingleAsync());
        await web.Send(new InviteParticipantAgain(web.Cast.Priya.Actor, id));
        var again = await web.Db(db => db.Invitations.SingleAsync());
        Assert.Equal(("0491 570 156", true), (again.Phone, again.NeedsInterpreter));
    }

    private static Task<InviteResult> Invite(WebFixture web, StaffMember by) =>
        web.Send(new InviteParticipant(by.Actor, ParticipantKind.Patient, "Lena", Lena, "en", "Australia/Perth"));

    private static async Task<(string Text, string Path)> Mail(WebFixture web)
    {
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var text = Assert.Single(web.Mailbox.Expect(Lena)).Text;
        return (text, Link().Match(text).Value);
    }

    private static async Task Join(HttpClient client, string path, params (string, string)[] chosen)
    {
        using var joined = await HtmlForm
            .In(await client.GetStringAsync(path), "Agreed")
            .With([
                ("Agreed", "true"),
                ("OldEnough", "true"),
                ("Password", ""),
                .. chosen.Any(c => c.Item1 == "Cadence") ? [] : new[] { ("Cadence", "Weekly") },
                .. chosen,
            ])
            .Submit(client, path);
        Assert.True(joined.StatusCode == HttpStatusCode.Redirect, await joined.Content.ReadAsStringAsync());
        Assert.Equal("/Welcome", joined.Headers.Location!.OriginalString);
    }

    private static string Kept(string page) =>
        Section().Match(page) is { Success: true } kept ? kept.Value : throw new InvalidOperationException(page);

    [GeneratedRegex(@"/Join/\S+")]
    private static partial Regex Link();

    [GeneratedRegex("<h2>What we keep, and for how long</h2>.*?</ul>", RegexOptions.Singleline)]
    private static partial Regex Section();
}
