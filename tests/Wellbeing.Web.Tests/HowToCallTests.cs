using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Who asks for contact is asked how to reach them there and then, and nobody waits for the answer.</summary>
public sealed partial class HowToCallTests
{
    private const string Wrong = "This number does not look complete.";

    [Fact]
    public async Task The_contact_step_asks_fills_in_what_is_known_and_keeps_what_is_said()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        await Begin(client);

        var page = await client.GetStringAsync("/CheckIn/Contact");
        Assert.Contains("value=\"0400 000 001\"", page, StringComparison.Ordinal);
        using (
            var sent = await HtmlForm
                .In(page, "Reach.Phone")
                .With(
                    ("ContactMe", "true"),
                    ("Reach.Phone", "0412345678"),
                    ("Reach.BestTime", "Evening"),
                    ("finish", "true")
                )
                .Submit(client, "/CheckIn/Contact")
        )
        {
            var done = await client.GetStringAsync(sent.Headers.Location);
            Assert.Contains("We have this number for you:", done, StringComparison.Ordinal);
            Assert.Contains("0412 345 678", done, StringComparison.Ordinal);
            Assert.Contains("In the evening", done, StringComparison.Ordinal);
        }

        Assert.Equal(("0412 345 678", TimeToCall.Evening), await Known(web));
        Assert.Equal(FlagState.Open, (await web.Db(db => db.Flags.SingleAsync())).State);
    }

    [Fact]
    public async Task On_one_page_a_number_that_cannot_be_one_holds_nothing_up_and_is_asked_about_afterwards_as_typed()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        await Begin(client);
        using var sent = await HtmlForm
            .In(await client.GetStringAsync("/CheckIn/All"), "Reach.Phone")
            .With(
                ("Intensity", "4"),
                ("Functioning", "3"),
                ("Change", "Same"),
                ("ContactMe", "true"),
                ("Reach.Phone", "0412 345 67")
            )
            .Submit(client, "/CheckIn/All");
        Assert.StartsWith("/CheckIn/Done", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("0412", sent.Headers.Location.OriginalString, StringComparison.Ordinal);
        Assert.Equal(1, await web.Db(db => db.Flags.CountAsync()));

        var done = await client.GetStringAsync(sent.Headers.Location);
        Assert.Contains(Wrong, done, StringComparison.Ordinal);
        Assert.Contains("value=\"0412 345 67\"", done, StringComparison.Ordinal);
        Assert.DoesNotContain("govuk-error-summary", done, StringComparison.Ordinal); // First the thanks.
        using var still = await HtmlForm
            .In(done, "Reach.Phone")
            .With(("Reach.Phone", "12"))
            .Submit(client, "/CheckIn/Done");
        Assert.Contains(Wrong, await still.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var saved = await HtmlForm
            .In(done, "Reach.Phone")
            .With(("Reach.Phone", "0412 345 678"), ("Reach.BestTime", "Morning"))
            .Submit(client, "/CheckIn/Done");
        Assert.Contains(
            "Saved. The nurses see it.",
            await client.GetStringAsync(saved.Headers.Location),
            StringComparison.Ordinal
        );
        Assert.Equal(("0412 345 678", TimeToCall.Morning), await Known(web));
    }

    [Fact]
    public async Task Before_anything_is_sent_a_number_that_cannot_be_one_is_said_where_it_was_typed()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        await Begin(client);
        using var wrong = await HtmlForm
            .In(await client.GetStringAsync("/CheckIn/Contact"), "Reach.Phone")
            .With(("ContactMe", "true"), ("Reach.Phone", "040"))
            .Submit(client, "/CheckIn/Contact");
        var page = await wrong.Content.ReadAsStringAsync();
        Assert.Contains(Wrong, page, StringComparison.Ordinal);
        Assert.Contains("value=\"040\"", page, StringComparison.Ordinal);
        using var empty = await HtmlForm
            .In(page, "Reach.Phone")
            .With(("ContactMe", "true"), ("Reach.Phone", ""))
            .Submit(client, "/CheckIn/Contact");
        Assert.Equal(HttpStatusCode.Redirect, empty.StatusCode); // It waits for no number.
    }

    [Fact]
    public async Task Nobody_who_does_not_ask_for_contact_is_asked_how_to_be_reached()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var sent = Assert.IsType<SubmitCheckInResult.Saved>(await web.Send(web.Cast.Ana.CheckIn(2, 1)));
        var id = await web.Db(db =>
            db.CheckIns.Where(c => c.Id == sent.CheckInId).Select(c => c.SubmissionId).SingleAsync()
        );
        Assert.DoesNotContain(
            "Reach.Phone",
            await client.GetStringAsync($"/CheckIn/Done?id={id:D}"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Not_safe_tells_first_and_asks_then()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var page = await client.GetStringAsync("/NotSafe");
        Assert.DoesNotContain("Reach.Phone", page, StringComparison.Ordinal);
        using var told = await HtmlForm.In(page, "requestId").Submit(client, "/NotSafe");
        Assert.Equal(Severity.Urgent, (await web.Db(db => db.Flags.SingleAsync())).Severity);
        var after = await client.GetStringAsync(told.Headers.Location);
        Assert.True(
            after.IndexOf("tel:000", StringComparison.Ordinal) < after.IndexOf("Reach.Phone", StringComparison.Ordinal)
        );
        using (
            var wrong = await HtmlForm
                .In(after, "Reach.Phone")
                .With(("Reach.Phone", "call me"))
                .Submit(client, "/NotSafe")
        )
            Assert.Contains(Wrong, await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var saved = await HtmlForm
            .In(after, "Reach.Phone")
            .With(("Reach.Phone", "02 9876 5432"))
            .Submit(client, "/NotSafe");
        Assert.Contains(
            "Saved. The nurses see it.",
            await client.GetStringAsync(saved.Headers.Location),
            StringComparison.Ordinal
        );
        Assert.Equal("(02) 9876 5432", (await Known(web)).Phone);
    }

    [Fact]
    public async Task A_call_asked_for_on_the_own_page_asks_by_which_number()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        await web.Send(web.Cast.Ana.CheckIn(4, 3));
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        using var asked = await HtmlForm
            .In(await client.GetStringAsync("/Trend?done=worse"), "requestId")
            .Submit(client, "/Trend", "Call");
        var page = await client.GetStringAsync(asked.Headers.Location);
        using var saved = await HtmlForm
            .In(page, "Reach.Phone")
            .With(("Reach.Phone", "0412 345 678"), ("Reach.BestTime", "Any"))
            .Submit(client, "/Trend");
        Assert.Contains(
            "Saved. The nurses see it.",
            await client.GetStringAsync(saved.Headers.Location),
            StringComparison.Ordinal
        );
        Assert.Equal(("0412 345 678", TimeToCall.Any), await Known(web));
    }

    [Fact]
    public async Task By_a_mails_link_only_the_last_digits_are_shown_and_another_number_can_be_given()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, "0491 570 156"))
        );
        var path = await Invited(web);
        var client = web.Anonymous();
        (await HtmlForm.In(await client.GetStringAsync(path), "Start my check-in").Submit(client, path)).Dispose();
        await Begin(client);

        var page = await client.GetStringAsync("/CheckIn/Contact");
        Assert.Contains("a number that ends in 156", page, StringComparison.Ordinal);
        Assert.DoesNotContain("0491", page, StringComparison.Ordinal);
        using var sent = await HtmlForm
            .In(page, "Reach.Phone")
            .With(("ContactMe", "true"), ("Reach.Phone", ""), ("finish", "true"))
            .Submit(client, "/CheckIn/Contact");
        var done = await client.GetStringAsync(sent.Headers.Location);
        Assert.Contains("a number for you that ends in 156", done, StringComparison.Ordinal);
        Assert.DoesNotContain("0491", done, StringComparison.Ordinal);
        using var saved = await HtmlForm
            .In(done, "Reach.Phone")
            .With(("Reach.Phone", "0412 345 678"))
            .Submit(client, "/CheckIn/Done");
        var after = await client.GetStringAsync(saved.Headers.Location);
        Assert.Contains("a number for you that ends in 678", after, StringComparison.Ordinal);
        Assert.DoesNotContain("0412", after, StringComparison.Ordinal);
        Assert.Equal("0412 345 678", (await Known(web)).Phone);
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Contains(
            web.Mailbox.Read(),
            m => m.ToAddress == web.Cast.Ana.Email && m.Subject.Contains("contact details", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Whoever_joins_is_asked_and_may_leave_it_and_what_a_nurse_knew_is_not_shown_in_full()
    {
        await using var web = await WebFixture.Create();
        var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var form = HtmlForm.In(await priya.GetStringAsync("/Staff/Invite"), "name=\"Phone\"");
        (string, string)[] lena =
        [
            ("Kind", "Patient"),
            ("Name", "Lena"),
            ("Email", "lena@home.example"),
            ("Language", "en"),
            ("Zone", "Australia/Perth"),
        ];
        using (var wrong = await form.With([.. lena, ("Phone", "0491 570")]).Submit(priya, "/Staff/Invite"))
        {
            var page = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("Enter a telephone number with its area code", page, StringComparison.Ordinal);
            Assert.Contains("value=\"0491 570\"", page, StringComparison.Ordinal);
        }

        (
            await form.With([.. lena, ("Phone", "0491570156"), ("NeedsInterpreter", "true")])
                .Submit(priya, "/Staff/Invite")
        ).Dispose();
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var path = JoinLink().Match(Assert.Single(web.Mailbox.Expect("lena@home.example")).Text).Value;
        var client = web.Anonymous();
        var join = await client.GetStringAsync(path);
        Assert.Contains("We recommend giving your number", join, StringComparison.Ordinal);
        Assert.Contains("a number that ends in 156", join, StringComparison.Ordinal);
        Assert.DoesNotContain("0491", join, StringComparison.Ordinal);
        (string, string)[] yes = [("Agreed", "true"), ("OldEnough", "true"), ("Cadence", "Weekly"), ("Password", "")];
        using (var wrong = await HtmlForm.In(join, "Agreed").With([.. yes, ("Phone", "12")]).Submit(client, path))
            Assert.Contains(Wrong, await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var joined = await HtmlForm
            .In(join, "Agreed")
            .With([.. yes, ("Phone", ""), ("BestTime", "Morning"), ("MayLeaveMessage", "no")])
            .Submit(client, path);

        var person = await web.Db(db => db.Participants.SingleAsync(p => p.Email == "lena@home.example"));
        Assert.Equal(
            ("0491 570 156", TimeToCall.Morning, false, true),
            (person.Phone, person.BestTimeToCall!.Value, person.MayLeaveMessage!.Value, person.NeedsInterpreter)
        );

        // And changes all of it later.
        using var saved = await HtmlForm
            .In(await client.GetStringAsync("/Settings/Details"), "BestTime")
            .With(
                ("Language", "en"),
                ("Zone", "Australia/Perth"),
                ("Phone", "+84 912 345 678"),
                ("BestTime", "Any"),
                ("MayLeaveMessage", "yes")
            )
            .Submit(client, "/Settings/Details");
        person = await web.Db(db => db.Participants.AsNoTracking().SingleAsync(p => p.Email == "lena@home.example"));
        Assert.Equal(
            ("+84 912 345 678", TimeToCall.Any, true, true),
            (person.Phone, person.BestTimeToCall!.Value, person.MayLeaveMessage!.Value, person.NeedsInterpreter)
        );
    }

    [Fact]
    public async Task A_table_of_people_may_hold_numbers_and_interpreters()
    {
        await using var web = await WebFixture.Create();
        Task<ImportResult> Import(string table, bool really) =>
            web.Send(new ImportParticipants(web.Cast.Ruth.Actor, Encoding.UTF8.GetBytes(table), really));
        var wrong = await Import("name,email,phone,interpreter\nMai,mai@home.example,0491 570,perhaps\n", false);
        Assert.Equal(["phone", "interpreter"], wrong.Errors.Select(e => e.Column));
        wrong = await Import("name,email,best_time,leave_message\nMai,mai@home.example,3,perhaps\n", false);
        Assert.Equal(["best_time", "leave_message"], wrong.Errors.Select(e => e.Column));
        await Import(
            "name,email,phone,interpreter,best time,leave message\nMai,mai@home.example,0491570156,yes,morning,no\nTam,tam@home.example,,,,\n",
            true
        );
        var kept = await web.Db(db =>
            db.Invitations.OrderBy(i => i.Name)
                .Select(i => new
                {
                    i.Phone,
                    i.NeedsInterpreter,
                    i.BestTimeToCall,
                    i.MayLeaveMessage,
                })
                .ToListAsync()
        );
        Assert.Equal(
            [
                new
                {
                    Phone = (string?)"0491 570 156",
                    NeedsInterpreter = true,
                    BestTimeToCall = (TimeToCall?)TimeToCall.Morning,
                    MayLeaveMessage = (bool?)false,
                },
                new
                {
                    Phone = (string?)null,
                    NeedsInterpreter = false,
                    BestTimeToCall = (TimeToCall?)null,
                    MayLeaveMessage = (bool?)null,
                },
            ],
            kept
        );

        // Who was asked by the team reads so, and finds it filled in.
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = web
            .Mailbox.Expect("mai@home.example", "tam@home.example")
            .Single(m => m.ToAddress == "mai@home.example")
            .Text;
        Assert.Contains("The nurse team invites you.", mail, StringComparison.Ordinal);
        var join = await web.Anonymous()
            .GetStringAsync(System.Text.RegularExpressions.Regex.Match(mail, "/Join/[A-Za-z0-9_-]+").Value);
        var fields = HtmlForm.In(join, "Agreed").Fields;
        Assert.Equal(
            ("Morning", "no"),
            (fields.Single(f => f.Key == "BestTime").Value, fields.Single(f => f.Key == "MayLeaveMessage").Value)
        );
    }

    [Fact]
    public async Task A_nurse_sees_at_once_that_there_is_no_number_what_to_do_instead_and_enters_one()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        var ana = web.Cast.Ana;
        var bea = await web.Cast.AddConfirmedContact(ana, "Bea", "bea@home.example", Severity.Urgent);
        await web.Db(db =>
            db.SupportContacts.Where(c => c.Id == bea)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Phone, "0491 570 157"))
        );
        await web.Send(ana.CheckIn(4, 3, contactMe: true));
        var flag = await web.Db(db => db.Flags.AsNoTracking().SingleAsync());
        var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var url = $"/Staff/Flags/{flag.Id:D}";
        var page = Instead(await nurse.GetStringAsync(url));
        Assert.Contains(
            $"/Staff/ToRead/{await web.Db(db => db.CheckIns.Select(c => c.Id).SingleAsync()):D}",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains($"/Staff/People/{ana.Id:D}#reach-them", page, StringComparison.Ordinal);
        Assert.Contains(
            Uri.EscapeDataString("or call us: Leukaemia Foundation 1800 620 420.\n\nPriya Nair"),
            page,
            StringComparison.Ordinal
        );
        await web.Db(db =>
            db.Participants.Where(p => p.Id == ana.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "vi"))
        );
        Assert.Contains(
            Uri.EscapeDataString("Xin chào Ana"),
            Instead(await nurse.GetStringAsync(url)),
            StringComparison.Ordinal
        );
        Assert.Equal(flag.Severity >= Severity.Urgent, page.Contains("Bea", StringComparison.Ordinal)); // Only where she may be told.
        await web.Db(db =>
            db.SupportContacts.Where(c => c.Id == bea)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ConsentFrom, flag.Severity))
        );
        Assert.Contains("tel:0491570157", Instead(await nurse.GetStringAsync(url)), StringComparison.Ordinal);

        var person = $"/Staff/People/{ana.Id:D}";
        var form = HtmlForm.In(await nurse.GetStringAsync(person), "Reach.Phone");
        using (var wrong = await form.With(("Reach.Phone", "0412 345 67")).Submit(nurse, person))
        {
            var refused = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("This cannot be a telephone number.", refused, StringComparison.Ordinal);
            Assert.Contains("value=\"0412 345 67\"", refused, StringComparison.Ordinal);
        }

        // The team works until five: an evening is offered to nobody, on no form.
        foreach (var asks in new[] { person, $"{person}/CheckIn", "/Staff/Invite" })
            Assert.DoesNotContain("In the evening", await nurse.GetStringAsync(asks), StringComparison.Ordinal);
        (
            await form.With(
                    ("Reach.Phone", "0412345678"),
                    ("Reach.BestTime", "Evening"),
                    ("Reach.MayLeaveMessage", "yes")
                )
                .Submit(nurse, person)
        ).Dispose();
        Assert.Contains(
            "Priya Nair changed how they are reached: phone number, best time to call, whether a message may be left",
            await nurse.GetStringAsync(person),
            StringComparison.Ordinal
        );
        page = await nurse.GetStringAsync(url);
        Assert.Contains("tel:0412345678", page, StringComparison.Ordinal);
        Assert.Contains("Best in the evening. A message may be left.", page, StringComparison.Ordinal);
        Assert.Contains("Priya Nair changed how they are reached", page, StringComparison.Ordinal);
        Assert.DoesNotContain("wb-instead", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_number_and_without_a_check_in_the_flag_and_the_hand_over_say_what_can_be_done()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        await web.Send(new RaiseNotSafe(web.Cast.Ana.Actor, Guid.CreateVersion7()));
        var flag = await web.Db(db => db.Flags.SingleAsync());
        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var page = await nurse.GetStringAsync($"/Staff/Flags/{flag.Id}");
        Assert.Contains("A note in the app is not possible yet", Instead(page), StringComparison.Ordinal);
        var sheet = await nurse.GetStringAsync("/Staff/Handover");
        Assert.Contains("No number given: ", sheet, StringComparison.Ordinal);
        Assert.Contains(web.Cast.Ana.Email, sheet, StringComparison.Ordinal);
        Assert.Contains(
            "Acknowledge it, then write to them by email, and ask for a number",
            sheet,
            StringComparison.Ordinal
        );
        Assert.Contains("No note in the app: it answers a check-in", sheet, StringComparison.Ordinal);

        await web.Send(web.Cast.Ana.CheckIn(2));
        page = await nurse.GetStringAsync($"/Staff/Flags/{flag.Id}");
        Assert.Contains("Send a note", Instead(page), StringComparison.Ordinal);
        Assert.Contains(
            "then write to them by email, and ask for a number, or send a note",
            await nurse.GetStringAsync("/Staff/Handover"),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    private static string Instead(string page) =>
        page[page.IndexOf("wb-instead", StringComparison.Ordinal)..page.IndexOf("wb-acts", StringComparison.Ordinal)];

    private static async Task Begin(HttpClient client)
    {
        var start = await client.GetStringAsync("/CheckIn");
        var form = HtmlForm.In(start, "/CheckIn");
        (
            await (
                start.Contains("name=\"compared\"", StringComparison.Ordinal) ? form.With(("compared", "skip")) : form
            ).Submit(client, "/CheckIn")
        ).Dispose();
    }

    [Fact]
    public async Task Asked_by_telephone_the_number_is_asked_with_the_call_they_would_like()
    {
        await using var web = await WebFixture.Create();
        await Unknown(web);
        var (nurse, page) = (await web.SignedInByCookie(web.Cast.Priya.Id), $"/Staff/People/{web.Cast.Ana.Id}/CheckIn");
        var form = HtmlForm
            .In(await nurse.GetStringAsync(page), "Call.Phone")
            .With(
                ("Intensity", "4"),
                ("Functioning", "3"),
                ("Change", "Same"),
                ("ContactMe", "true"),
                ("Call.BestTime", "Morning")
            );
        using (var wrong = await form.With(("Call.Phone", "0412 34")).Submit(nurse, page))
        {
            var again = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("This cannot be a telephone number.", again, StringComparison.Ordinal);
            Assert.Contains("value=\"0412 34\"", again, StringComparison.Ordinal);
        }

        Assert.Equal(0, await web.Db(db => db.CheckIns.CountAsync()));
        (await form.With(("Call.Phone", "0412 345 678")).Submit(nurse, page)).Dispose();
        Assert.Equal(("0412 345 678", TimeToCall.Morning), await Known(web));
        Assert.Equal(1, await web.Db(db => db.Flags.CountAsync()));
        Assert.Contains("value=\"0412 345 678\"", await nurse.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_by_telephone_in_another_language_the_words_stand_there_and_not_safe_can_be_entered()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "vi"))
        );
        var (nurse, page) = (await web.SignedInByCookie(web.Cast.Priya.Id), $"/Staff/People/{web.Cast.Ana.Id}/CheckIn");
        var html = await nurse.GetStringAsync(page);
        Assert.Contains("In Vietnamese", html, StringComparison.Ordinal);
        Assert.Contains("lang=\"vi\"", html, StringComparison.Ordinal);
        var form = HtmlForm.In(html, "Call.Phone").With(("Intensity", "4"), ("NotSafe", "true"));
        (await form.Submit(nurse, page)).Dispose(); // Something is missing still; that does not wait.
        Assert.Equal(Severity.Urgent, (await web.Db(db => db.Flags.SingleAsync())).Severity);
        using (var saved = await form.With(("Functioning", "3"), ("Change", "Same")).Submit(nurse, page))
        {
            var person = WebUtility.HtmlDecode(await nurse.GetStringAsync($"/Staff/People/{web.Cast.Ana.Id}"));
            Assert.Contains(
                "They do not feel safe, and a flag is open: tell them that a nurse plans to be in touch by today, 11:00 am.",
                person,
                StringComparison.Ordinal
            );
            Assert.Contains("Priya Nair wrote it down.", person, StringComparison.Ordinal);
        }

        Assert.Equal(1, await web.Db(db => db.FlagFindings.CountAsync(f => f.Rule == Rule.NotSafe)));
        Assert.Contains(
            "Priya",
            MainOf(await (await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value)).GetStringAsync("/")),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    private static string MainOf(string html) =>
        html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];

    [Fact]
    public async Task Settings_say_on_which_number_we_call()
    {
        await using var web = await WebFixture.Create();
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        Assert.Contains("We call you on", await client.GetStringAsync("/Settings"), StringComparison.Ordinal);
        await Unknown(web);
        Assert.Contains(
            "We have no phone number for you",
            await client.GetStringAsync("/Settings"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("17:00", false)]
    [InlineData("19:30", true)]
    public async Task An_evening_is_offered_where_the_team_still_works_then(string closes, bool offered)
    {
        await using var web = await WebFixture.Create();
        await web.Db(async db =>
        {
            var calendar = await db.TeamCalendars.SingleAsync();
            calendar.Week =
            [
                .. calendar.Week.Select(day =>
                    day with
                    {
                        Closes = TimeOnly.Parse(closes, CultureInfo.InvariantCulture),
                    }
                ),
            ];
            return await db.SaveChangesAsync();
        });
        var client = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        Assert.Equal(
            offered,
            (await client.GetStringAsync("/Settings/Details")).Contains("In the evening", StringComparison.Ordinal)
        );
    }

    private static Task Unknown(WebFixture web) =>
        web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, (string?)null))
        );

    private static Task<(string? Phone, TimeToCall? BestTime)> Known(WebFixture web) =>
        web.Db(async db =>
        {
            var person = await db.Participants.AsNoTracking().SingleAsync(p => p.Id == web.Cast.Ana.Id);
            return (person.Phone, person.BestTimeToCall);
        });

    private static async Task<string> Invited(WebFixture web)
    {
        var due = await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Ana.Id).Select(p => p.NextPromptAtUtc!.Value).SingleAsync()
        );
        await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Omar.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.NextPromptAtUtc, due.AddDays(60)))
        );
        web.Clock.Advance(due - web.Now);
        await web.Send(new AdvancePrompts(Actor.System));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        return Link().Match(Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email)).Text).Value;
    }

    [GeneratedRegex(@"/CheckIn/Link/[\w-]+")]
    private static partial Regex Link();

    [GeneratedRegex(@"/Join/[\w-]+")]
    private static partial Regex JoinLink();
}
