using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Web.Tests.Hosting;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Tests;

/// <summary>Who is told, when the team works, who is on call: by plain forms, as a browser without JavaScript sends
/// them.</summary>
public sealed partial class TeamPagesTests
{
    private const string Policy = "/Admin/Policies/Urgent";
    private const string Holidays =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n"
        + "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas Day\r\nEND:VEVENT\r\n"
        + "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261226\r\nSUMMARY:Boxing Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    [Fact]
    public async Task A_nurse_offers_a_turn_a_colleague_takes_it_and_hands_it_back_by_take_over()
    {
        await using var web = await WebFixture.Create();
        await web.Cast.OnCall(web.Cast.Tom, web.Now.AddDays(7), web.Now.AddDays(14)); // Beside Priya, whose turn lasts.
        var (priya, tom) = (await web.SignedInByCookie(web.Cast.Priya.Id), await web.SignedInByCookie(web.Cast.Tom.Id));
        var mine = await priya.GetStringAsync("/Staff/Rota");
        Assert.Contains("You are on call", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("Take over now", mine, StringComparison.Ordinal);
        var offer = WebUtility.HtmlDecode(OfferLink().Match(mine).Groups[1].Value);

        // A turn in return is a named colleague's: whoever takes it first has none.
        var form = HtmlForm.In(await priya.GetStringAsync(offer), containing: "Whom do you ask?");
        var theirs = ReturnChoice().Match(await priya.GetStringAsync(offer)).Groups[1].Value;
        using var refused = await form.With(("To", "anybody"), ("Return", theirs)).Submit(priya, offer);
        var again = await refused.Content.ReadAsStringAsync();
        Assert.Contains("Choose a turn of the colleague you ask", again, StringComparison.Ordinal);
        Assert.Contains($"value=\"{theirs}\" selected", again, StringComparison.Ordinal);
        (await form.With(("To", "anybody"), ("Return", "")).Submit(priya, offer)).Dispose();
        Assert.Contains("Keep it after all", await priya.GetStringAsync("/Staff/Rota"), StringComparison.Ordinal);

        var asked = await tom.GetStringAsync("/Staff/Rota");
        Assert.DoesNotContain(">Decline<", asked, StringComparison.Ordinal); // Open to everybody: nobody declines for the others.
        await Press(tom, asked, "Take this turn", "/Staff/Rota?handler=Accept");
        Assert.Contains("You are on call", await tom.GetStringAsync("/Staff/Rota"), StringComparison.Ordinal);

        web.Clock.Advance(TimeSpan.FromMinutes(1)); // The newest counts.
        await Press(priya, await priya.GetStringAsync("/Staff/Rota"), "Take over now", "/Staff/Rota?handler=TakeOver");
        Assert.Contains("You are on call", await priya.GetStringAsync("/Staff/Rota"), StringComparison.Ordinal);
        Assert.Contains("Priya Nair is on call", await tom.GetStringAsync("/Staff/Rota"), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_pattern_is_shown_before_it_counts_and_keeps_its_time_of_day_when_the_clocks_change()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var calendar = await web.Send(new GetCalendar(web.Cast.Ruth.Actor));
        await web.Send(
            new SaveWorkingHours(web.Cast.Ruth.Actor, calendar.Version, "Australia/Hobart", calendar.Hours.Week)
        );
        await web.Cast.NobodyOnCall();

        const string page = "/Admin/Rota";
        var form = HtmlForm
            .In(await ruth.GetStringAsync(page), containing: "Who follows whom")
            .With(
                ("Pattern.First", "2026-03-30"),
                ("Pattern.HandOver", "08:00"),
                ("Pattern.Each", "1"),
                ("Pattern.ForWeeks", "2"),
                ("Pattern.Order[0]", web.Cast.Priya.Id.ToString()),
                ("Pattern.Order[1]", web.Cast.Tom.Id.ToString())
            );
        using var wrong = await form.With(("Pattern.ForWeeks", "many")).Submit(ruth, page);
        var kept = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("Enter 1 to 52 weeks.", kept, StringComparison.Ordinal);
        Assert.Contains("value=\"many\"", kept, StringComparison.Ordinal);

        using var shown = await form.Submit(ruth, page);
        var html = await shown.Content.ReadAsStringAsync();
        Assert.Contains("14 turns, until", html, StringComparison.Ordinal);
        Assert.Null((await web.Send(new GetRota(web.Cast.Ruth.Actor))).PlannedUntilUtc);

        var seen = HtmlForm.In(html, containing: "Who follows whom").Fields.Single(f => f.Key == "Pattern.Shown").Value;
        (await Post(ruth, page + "?handler=Plan", form.With(("Pattern.Shown", seen)))).Dispose();
        var week = await ruth.GetStringAsync(page + "?from=2026-03-30");
        Assert.Contains("The clocks change on Sun 5 Apr", week, StringComparison.Ordinal);
        Assert.Equal(2 * 15, HandOvers().Count(week)); // All at 8:00 am, before and after the change.

        var cover = HtmlForm
            .In(week, containing: "Who steps in?")
            .With(
                ("Cover.Nurse", web.Cast.Tom.Id.ToString()),
                ("Cover.FromDay", "2026-03-31"),
                ("Cover.FromTime", "12:00"),
                ("Cover.ToDay", "2026-03-31"),
                ("Cover.ToTime", "11:00")
            );
        using var backwards = await cover.Submit(ruth, page);
        Assert.Contains(
            "Enter an end after the beginning.",
            await backwards.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        (await cover.With(("Cover.ToTime", "18:00")).Submit(ruth, page)).Dispose();
        var covered = await ruth.GetStringAsync(page + "?from=2026-03-30");
        Assert.Contains("12:00 pm to 6:00 pm", covered, StringComparison.Ordinal);
        await Press(ruth, covered, "Take it off", page + "?handler=Uncover");
        Assert.DoesNotContain(
            "12:00 pm to 6:00 pm",
            await ruth.GetStringAsync(page + "?from=2026-03-30"),
            StringComparison.Ordinal
        );

        // Two days of the plan go; what stands around them stays.
        var clear = HtmlForm
            .In(await ruth.GetStringAsync(page + "?from=2026-03-30"), containing: "Take them off")
            .With(
                ("Clear.FromDay", "2026-04-01"),
                ("Clear.FromTime", "12:00"),
                ("Clear.ToDay", "2026-03-31"),
                ("Clear.ToTime", "12:00")
            );
        using var inverted = await clear.Submit(ruth, page);
        Assert.Contains(
            "Enter an end after the beginning.",
            await inverted.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        (await clear.With(("Clear.ToDay", "2026-04-03")).Submit(ruth, page)).Dispose();
        var rota = await web.Send(new GetRota(web.Cast.Ruth.Actor, 26));
        var hole = Assert.Single(
            rota.Turns,
            t =>
                t.Nurses.Count == 0
                && t.FromUtc > new DateTime(2026, 3, 30, 0, 0, 0, DateTimeKind.Utc)
                && t.ToUtc < rota.PlannedUntilUtc
        );
        Assert.Equal(
            (new DateTime(2026, 4, 1, 1, 0, 0, DateTimeKind.Utc), new DateTime(2026, 4, 3, 1, 0, 0, DateTimeKind.Utc)),
            (hole.FromUtc, hole.ToUtc)
        ); // 12:00 in Hobart, in summer.
    }

    [Fact]
    public async Task A_policy_gets_a_step_is_reviewed_with_real_dates_published_and_rolled_back()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        await web.Send(new AddHoliday(web.Cast.Ruth.Actor, new DateOnly(2026, 4, 25), "Anzac Day"));
        Assert.Contains("After 15 minutes", await ruth.GetStringAsync("/Admin/Policies"), StringComparison.Ordinal);

        // A step more, by a button that only draws the form again; the longer time is asked for beside it.
        var form = Units(HtmlForm.In(await ruth.GetStringAsync(Policy), containing: "BasedOn"));
        using var added = await Post(ruth, Policy + "?handler=Add", form);
        var wider = Units(HtmlForm.In(await added.Content.ReadAsStringAsync(), containing: "BasedOn"))
            .With(
                ("Steps[3].After", "20"),
                ("Steps[3].Unit", "minutes"),
                ("Steps[3].Named", $"namedUser:{web.Cast.Tom.Id}"),
                ("Reason", "Tom wants to know.")
            );
        using var refused = await wider.Submit(ruth, Policy);
        var kept = await refused.Content.ReadAsStringAsync();
        Assert.Contains("Enter a longer time than for the step before.", kept, StringComparison.Ordinal);
        Assert.Contains("Tom wants to know.", kept, StringComparison.Ordinal);
        Assert.Contains($"value=\"namedUser:{web.Cast.Tom.Id}\" checked", kept, StringComparison.Ordinal);

        using var reviewed = await wider.With(("Steps[3].After", "45")).Submit(ruth, Policy);
        var review = await reviewed.Content.ReadAsStringAsync();
        Assert.Contains("One thing changes.", review, StringComparison.Ordinal); // In whatever order a step names whom it tells.
        Assert.Contains("After 45 minutes", review, StringComparison.Ordinal);
        Assert.Contains("Raised on Friday evening", review, StringComparison.Ordinal);
        Assert.Contains("Raised on a holiday (Anzac Day)", review, StringComparison.Ordinal);
        Assert.Contains("Sat 25 Apr, 10:45 am", review, StringComparison.Ordinal);
        var publish = HtmlForm.In(review, containing: "Publish version 2");
        using var done = await Post(ruth, Policy + "?handler=Publish", publish);
        Assert.Equal("/Admin/Policies", done.Headers.Location!.OriginalString);
        var plan = (await web.Send(new GetPolicies(web.Cast.Ruth.Actor)))
            .Single(p => p.Severity == Severity.Urgent)
            .InForce.Plan;
        Assert.Equal([new EscalationTarget(TargetKind.NamedUser, web.Cast.Tom.Id)], plan.Steps[3].Tell);
        Assert.Equal(
            EscalationPlan.Default(Severity.Urgent).Steps.Select(s => s.Tell.ToHashSet()),
            plan.Steps.Take(3).Select(s => s.Tell.ToHashSet())
        );

        // Published once more from the old page: told that there is a newer one, nothing is lost, nothing published.
        using var late = await Post(ruth, Policy + "?handler=Publish", publish.With(("Repeat", "2")));
        Assert.Contains(
            "Ruth Cohen published version 2 meanwhile",
            await late.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        var old = Units(HtmlForm.In(await ruth.GetStringAsync(Policy + "?from=1"), containing: "BasedOn"))
            .With(("Reason", "Back to version 1: it was enough."));
        using var back = await old.Submit(ruth, Policy);
        (
            await Post(
                ruth,
                Policy + "?handler=Publish",
                HtmlForm.In(await back.Content.ReadAsStringAsync(), containing: "Publish version 3")
            )
        ).Dispose();
        var history = await ruth.GetStringAsync("/Admin/Policies");
        Assert.Contains("Back to version 1: it was enough.", history, StringComparison.Ordinal);
        Assert.Contains("3 versions", history, StringComparison.Ordinal);

        HtmlForm Units(HtmlForm f) =>
            f.With([
                .. f
                    .Fields.Where(field =>
                        field.Key.EndsWith(".After", StringComparison.Ordinal) && field.Key != "Steps[0].After"
                    )
                    .Select(field => (field.Key.Replace(".After", ".Unit", StringComparison.Ordinal), "minutes")),
                ("RepeatUnit", "hours"),
                ("HeldUnit", "hours"),
            ]);
    }

    [Fact]
    public async Task Hours_keep_what_was_typed_and_a_calendar_file_shows_what_it_adds_before_it_does()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        const string page = "/Admin/Hours";
        var form = HtmlForm
            .In(await ruth.GetStringAsync(page), containing: "Hours.BasedOn")
            .With(
                ("Hours.TimeZone", "Australia/Perth"),
                ("Hours.Day[0]", "8-12, 1pm to 5pm"),
                ("Hours.Day[5]", "ten to noon")
            );
        using var wrong = await form.Submit(ruth, page);
        var kept = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("Saturday: write times like 08:00 to 17:00", kept, StringComparison.Ordinal);
        Assert.Contains("value=\"ten to noon\"", kept, StringComparison.Ordinal);
        (await form.With(("Hours.Day[5]", "")).Submit(ruth, page)).Dispose();
        var saved = await ruth.GetStringAsync(page);
        Assert.Contains("value=\"08:00 to 12:00, 13:00 to 17:00\"", saved, StringComparison.Ordinal);
        using var outdated = await form.With(("Hours.Day[5]", "")).Submit(ruth, page);
        Assert.Contains(
            "Somebody changed the hours meanwhile",
            await outdated.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        Assert.Contains(
            "This is no calendar file that we can read.",
            await File("This is a letter."),
            StringComparison.Ordinal
        );
        var endless = await File(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        Assert.Contains("No holiday of this file could be read", endless, StringComparison.Ordinal);
        Assert.Contains("Line 4, <bdi>Holiday</bdi>: it repeats every second", endless, StringComparison.Ordinal);
        // One event is broken: it is named beside the field, and the others are offered.
        var broken = await File(Holidays.Replace("20261226", "20261326", StringComparison.Ordinal));
        Assert.Contains("The file would add 1 holiday", broken, StringComparison.Ordinal);
        Assert.Contains(
            "Line 11, <bdi>Boxing Day</bdi>: its beginning cannot be read",
            broken,
            StringComparison.Ordinal
        );
        Assert.Contains("aria-describedby=\"File-hint File-broken\"", broken, StringComparison.Ordinal);
        var read = await File(Holidays);
        Assert.Contains("The file would add 2 holidays", read, StringComparison.Ordinal);
        Assert.Empty((await web.Send(new GetCalendar(web.Cast.Ruth.Actor))).Holidays);
        (
            await HtmlForm
                .In(read, containing: "Add those that are ticked")
                .With(("Chosen", "2026-12-25 Christmas Day"))
                .Submit(ruth, page)
        ).Dispose();
        Assert.Equal(
            "Christmas Day",
            Assert.Single((await web.Send(new GetCalendar(web.Cast.Ruth.Actor))).Holidays).Name
        );

        async Task<string> File(string text)
        {
            var html = HtmlForm.In(await ruth.GetStringAsync(page), containing: "iCalendar file");
            using var content = new MultipartFormDataContent();
            foreach (var (key, value) in html.Fields)
                content.Add(new StringContent(value), key);
            var file = new StringContent(text);
            file.Headers.ContentType = new MediaTypeHeaderValue("text/calendar");
            content.Add(file, "file", "holidays.ics");
            using var answer = await ruth.PostAsync(page + "?handler=File", content);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Readiness_leads_to_the_gap_and_a_refused_address_is_cleared_by_a_button()
    {
        await using var web = await WebFixture.Create();
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var ready = await ruth.GetStringAsync("/Admin/Readiness");
        Assert.Contains("The next flag reaches somebody", ready, StringComparison.Ordinal);
        Assert.Contains("Nobody notices when this server is gone", ready, StringComparison.Ordinal);
        Assert.DoesNotContain("Everything is ready", ready, StringComparison.Ordinal);

        await web.Cast.NobodyOnCall();
        await web.Cast.OnCall(web.Cast.Priya, web.Now, web.Now.AddDays(3));
        await web.Db(db =>
            db.Users.Where(a => a.Id == web.Cast.Tom.Id)
                .ExecuteUpdateAsync(a =>
                    a.SetProperty(x => x.AddressRefusedAtUtc, web.Now)
                        .SetProperty(x => x.AddressRefusal, "550 No such user here")
                )
        );
        var page = await ruth.GetStringAsync("/Admin/Readiness");
        Assert.Contains("550 No such user here", page, StringComparison.Ordinal);
        var gap = GapLink().Match(page).Groups[1].Value;
        Assert.Contains("wb-week__day--gap", await ruth.GetStringAsync(gap), StringComparison.Ordinal);

        await Press(ruth, page, "It works again", "/Admin/Readiness?handler=Again");
        Assert.DoesNotContain(
            "550 No such user here",
            await ruth.GetStringAsync("/Admin/Readiness"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Readiness_leads_those_who_may_see_people_to_whoever_has_no_telephone_number()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Omar.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, (string?)null))
        );
        await web.Db(db =>
            db.Participants.Where(p => p.Id == web.Cast.Ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, "0491 570 156"))
        );
        const string people = "/Staff/People?without=phone";
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var ready = await ruth.GetStringAsync("/Admin/Readiness");
        Assert.Contains("1 person has no telephone number", ready, StringComparison.Ordinal);
        Assert.DoesNotContain(people, ready, StringComparison.Ordinal); // An administrator sees nobody.
        using (var shut = await ruth.GetAsync(people))
            Assert.Equal("/NotAllowed", shut.Headers.Location!.AbsolutePath);

        await web.Send(
            new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Priya.Id, Roles.Nurse | Roles.Administrator, Enabled: true)
        );
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        Assert.Contains(people, await priya.GetStringAsync("/Admin/Readiness"), StringComparison.Ordinal);
        var list = await priya.GetStringAsync(people);
        Assert.Contains("1 person has no telephone number", list, StringComparison.Ordinal);
        Assert.Contains($"/Staff/People/{web.Cast.Omar.Id}", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"/Staff/People/{web.Cast.Ana.Id}", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_that_was_refused_shows_on_the_staff_page_and_under_readiness()
    {
        await using var web = await WebFixture.Create();
        web.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.RcptTo,
            550,
            "5.1.1 No such user here",
            AddressRefused: true
        );
        await web.Send(new InviteStaff(web.Cast.Ruth.Actor, "Nina", "nina@team.example", Roles.Nurse));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        var staff = await ruth.GetStringAsync("/Admin/Staff");
        Assert.Contains(
            "The invitation did not arrive. The mail server said: 5.1.1 No such user here. Make sure",
            staff,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The invitation to Nina did not arrive",
            await ruth.GetStringAsync("/Admin/Readiness"),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_participant_s_invitation_that_was_refused_shows_at_once_with_when_it_is_tried_again()
    {
        await using var web = await WebFixture.Create();
        web.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.RcptTo,
            550,
            "5.1.1 No such user here",
            AddressRefused: true
        );
        await web.Send(
            new InviteParticipant(
                web.Cast.Priya.Actor,
                ParticipantKind.Patient,
                "Lena",
                "lena@home.example",
                "en",
                "Australia/Brisbane"
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        Assert.Matches(
            "The mail server refused it: 5.1.1 No such user here\\.</strong> It is tried again <time[^>]*>today",
            await priya.GetStringAsync("/Staff/Invite")
        );
        web.Mailbox.Ignore();
    }

    private static async Task Press(HttpClient client, string html, string button, string to) =>
        (await Post(client, to, HtmlForm.In(html, containing: button))).Dispose();

    private static async Task<HttpResponseMessage> Post(HttpClient client, string to, HtmlForm form)
    {
        using var content = new FormUrlEncodedContent(form.Fields);
        return await client.PostAsync(to, content);
    }

    [GeneratedRegex("href=\"(/Staff/Rota\\?offer=\\d+)")]
    private static partial Regex OfferLink();

    [GeneratedRegex("<option value=\"([0-9a-f-]+\\|\\d+\\|\\d+)\"")]
    private static partial Regex ReturnChoice();

    [GeneratedRegex("(From|Until) 8:00 am")]
    private static partial Regex HandOvers();

    [GeneratedRegex("href=\"(/Admin/Rota\\?from=[0-9-]+)\"")]
    private static partial Regex GapLink();
}
