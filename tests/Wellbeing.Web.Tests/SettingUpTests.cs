using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>The administrators' home: the steps of setting up, and later what needs attention.</summary>
public sealed partial class SettingUpTests
{
    private const string Home = "/Admin";

    [Fact]
    public async Task The_home_is_the_steps_of_setting_up_until_somebody_says_that_they_are_done()
    {
        await using var web = await WebFixture.Create();
        await web.Cast.NobodyOnCall();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        var page = await ruth.GetStringAsync(Home);
        Assert.Contains("<h1>Setting up</h1>", page, StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<SetUpStep>().Length - 1, Steps().Count(page));
        Assert.Contains("of 12 steps are done", page, StringComparison.Ordinal);
        Assert.Contains("Nobody is on call now.", page, StringComparison.Ordinal);

        // Each step leads to a page that is there, and that leads back.
        foreach (var href in StepLinks().Matches(page).Select(m => m.Groups["href"].Value))
        {
            using var answer = await ruth.GetAsync(href);
            Assert.True(answer.IsSuccessStatusCode, href);
            if (href.StartsWith(Home, StringComparison.Ordinal))
                Assert.Contains(
                    "class=\"govuk-back-link\" href=\"/Admin\"",
                    await answer.Content.ReadAsStringAsync(),
                    StringComparison.Ordinal
                );
        }

        // Said of a step that somebody looked at; the product believes nobody about what it sees for itself.
        Assert.Contains(
            "Said by <bdi>Ruth",
            await Press(ruth, Home, "They are right as they are<span class=\"govuk-visually-hidden\">: Thresholds"),
            StringComparison.Ordinal
        );
        using (
            var forged = await HtmlForm
                .In(page, "Setting up is finished")
                .With(("step", nameof(SetUpStep.OnCall)))
                .Submit(ruth, Home)
        )
            Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        var (from, to) = (web.Now.AddHours(-1), web.Now.AddDays(2));
        await web.Send(new CoverShift(web.Cast.Ruth.Actor, web.Cast.Priya.Id, from, to));
        Assert.Contains("Nobody is on call from", await ruth.GetStringAsync(Home), StringComparison.Ordinal);
        Assert.Contains(SetUpStep.OnCall, await Done(web));

        Assert.Contains("steps are not done", await ruth.GetStringAsync(Home), StringComparison.Ordinal);
        Assert.Contains(
            "<h1>Administration</h1>",
            await Press(ruth, Home, "Setting up is finished"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            2,
            await web.Db(db =>
                db.AuditRecords.CountAsync(a => a.Action == AuditActions.SetUpMarked && a.ActorId == web.Cast.Ruth.Id)
            )
        );
    }

    [Fact]
    public async Task That_a_backup_was_restored_here_is_known_by_its_record_and_elsewhere_only_said()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(
            "No backup is on record. No restore here is on record; that one worked on another machine, you say yourself.",
            await ruth.GetStringAsync(Home),
            StringComparison.Ordinal
        );
        await web.Send(new RecordBackup(Actor.System));
        Assert.DoesNotContain(SetUpStep.Safekeeping, await Done(web));

        await web.Send(new RecordRestore(Actor.System));
        Assert.Contains(SetUpStep.Safekeeping, await Done(web));
        var page = await ruth.GetStringAsync(Home);
        Assert.Matches("Last backup: \\d+ \\w+ 20\\d\\d. Restored here on \\d+ \\w+ 20\\d\\d.", page);
        Assert.DoesNotContain("Restored elsewhere", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backup_that_was_restored_here_is_on_record_as_old_as_what_is_in_it(bool marked)
    {
        await using var web = await WebFixture.Create();
        var made = web.Clock.GetUtcNow().UtcDateTime;
        await web.Send(new GetOperations(web.Cast.Ruth.Actor)); // The last on record before it.
        web.Clock.Advance(TimeSpan.FromHours(3));
        if (marked)
            await web.Send(new HoldRestoredWork(Actor.System, "Restored.") { FromBackup = true });
        else
            await web.Send(new RecordRestore(Actor.System));

        Assert.Contains(SetUpStep.Safekeeping, await Done(web));
        var at = (await web.Send(new GetOperations(web.Cast.Ruth.Actor))).BackupAtUtc;
        Assert.Equal(made, at);
        Assert.Empty((await web.Send(new GetPreparations(web.Cast.Ruth.Actor))).OfType<Preparation.NoBackup>());
    }

    [Fact]
    public async Task Who_we_are_is_told_at_once_everywhere_and_says_nothing_of_numbers_that_were_rung()
    {
        await using var web = await WebFixture.Create();
        const string page = "/Admin/Branding";
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(">Setting up</a>", await ruth.GetStringAsync(page), StringComparison.Ordinal);
        var form = HtmlForm.In(await ruth.GetStringAsync(page), "Organisation");
        using (var wrong = await form.With(("Organisation", ""), ("Telephone", "call us")).Submit(ruth, page))
        {
            var refused = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("Enter your organisation’s name", refused, StringComparison.Ordinal);
            Assert.Contains("Enter a telephone number as people dial it", refused, StringComparison.Ordinal);
            Assert.Contains("value=\"call us\"", refused, StringComparison.Ordinal);
        }

        Assert.Empty(await web.Db(db => db.Brandings.ToListAsync()));
        (
            await form.With(
                    ("Name", "Harbour Care"),
                    ("Organisation", "Harbour Foundation"),
                    ("Telephone", "07 3000 0000")
                )
                .Submit(ruth, page)
        ).Dispose();
        Assert.Contains("07 3000 0000", await web.Anonymous().GetStringAsync("/Help"), StringComparison.Ordinal);
        var done = await Done(web);
        Assert.Contains(SetUpStep.WhoWeAre, done);
        Assert.DoesNotContain(SetUpStep.Numbers, done);
        Assert.Contains(
            "Nobody has verified the numbers for help",
            await ruth.GetStringAsync("/Admin/Readiness"),
            StringComparison.Ordinal
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
        var mail = Assert.Single(web.Mailbox.Expect("lena@home.example"));
        Assert.Equal("Harbour Care", mail.FromName);
        Assert.Contains("This is a service of Harbour Foundation.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_telephone_number_changed_after_the_numbers_were_rung_is_to_be_rung()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        async Task Rung() =>
            (
                await HtmlForm
                    .In(await ruth.GetStringAsync("/Admin/SupportNumbers"), "name=\"Checked\"")
                    .With(("Checked", "true"))
                    .Submit(ruth, "/Admin/SupportNumbers")
            ).Dispose();
        async Task WhoWeAre(string field, string value) =>
            (
                await HtmlForm
                    .In(await ruth.GetStringAsync("/Admin/Branding"), "Organisation")
                    .With((field, value))
                    .Submit(ruth, "/Admin/Branding")
            ).Dispose();
        const string told = "A number for help was changed, and nobody said that they rang it";

        await Rung();
        await WhoWeAre("Organisation", "Harbour Foundation");
        Assert.Contains(SetUpStep.Numbers, await Done(web)); // Another name is no other number.

        await WhoWeAre("Telephone", "1800 555 011");
        Assert.DoesNotContain(SetUpStep.Numbers, await Done(web));
        Assert.Contains(told, await ruth.GetStringAsync("/Admin/Readiness"), StringComparison.Ordinal);

        await Rung();
        Assert.Contains(SetUpStep.Numbers, await Done(web));
        Assert.DoesNotContain(told, await ruth.GetStringAsync("/Admin/Readiness"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_tells_of_an_illness_is_taken_with_a_warning()
    {
        await using var web = await WebFixture.Create();
        const string page = "/Admin/Branding";
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var before = await ruth.GetStringAsync(page);
        Assert.Contains("Put no illness in it", before, StringComparison.Ordinal);
        Assert.DoesNotContain("The name tells of an illness", before, StringComparison.Ordinal);
        Assert.Contains(
            "The name tells of an illness",
            await Press(ruth, page, "Organisation", ("Name", "Blood Cancer Support Queensland")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_empty_invitation_names_every_field_that_is_missing_at_once()
    {
        await using var web = await WebFixture.Create();
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var refused = await Press(priya, "/Staff/Invite", "Send the invitation", ("Name", ""), ("Email", ""));
        foreach (
            var missing in new[] { "Choose patient or family member.", "Enter a name of", "Enter an e-mail address" }
        )
            Assert.Contains(missing, refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rota_is_planned_from_today_with_those_who_can_answer_and_its_gap_is_told_once()
    {
        await using var web = await WebFixture.Create();
        await web.Cast.NobodyOnCall();
        await web.Send(new InviteStaff(web.Cast.Ruth.Actor, "Nia New", "nia@team.example", Roles.Nurse));
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var rota = await ruth.GetStringAsync("/Admin/Rota");
        Assert.Equal(
            "2026-02-02",
            HtmlForm.In(rota, "Pattern.First").Fields.Single(f => f.Key == "Pattern.First").Value
        );
        Assert.Equal(2, Regex.Count(rota, "<select[^>]*Pattern.Order"));
        Assert.Contains("Nia New (cannot answer yet)", rota, StringComparison.Ordinal);

        var readiness = await ruth.GetStringAsync("/Admin/Readiness");
        Assert.Contains("Nobody is on call now", readiness, StringComparison.Ordinal);
        Assert.DoesNotContain("urgent flags reaches nobody", readiness, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nurse_who_was_invited_has_not_joined()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Users.Where(a => a.Id == web.Cast.Priya.Id || a.Id == web.Cast.Tom.Id)
                .ExecuteUpdateAsync(a => a.SetProperty(x => x.Enabled, false))
        );
        await web.Send(new InviteStaff(web.Cast.Ruth.Actor, "Mele Tau", "mele@team.example", Roles.Nurse));
        var view = await web.Send(new GetSettingUp(web.Cast.Ruth.Actor));
        Assert.Equal((0, 1), (view.NursesJoined, view.NursesInvited));
        Assert.DoesNotContain(SetUpStep.Nurses, await Done(web));
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Mail_is_set_up_when_the_code_of_a_test_mail_comes_back()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.DoesNotContain("Did it arrive?", await ruth.GetStringAsync("/Admin/Mail"), StringComparison.Ordinal);
        await Press(ruth, "/Admin/Mail", "Send a test mail");
        var mail = Assert.Single(web.Mailbox.Expect(web.Cast.Ruth.Email));
        Assert.DoesNotContain(SetUpStep.Mail, await Done(web)); // Taken by a mail server is not arrived.

        var code = Code().Match(mail.Text).Value;
        var wrong = code == "000000" ? "000001" : "000000";
        Assert.Contains(
            "No test mail of yours has this code",
            await Press(ruth, "/Admin/Mail", "It arrived", ("Code", wrong)),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(SetUpStep.Mail, await Done(web));
        Assert.Contains(
            "Mail arrives",
            await Press(ruth, "/Admin/Mail", "It arrived", ("Code", $" {code[..3]} {code[3..]} ")),
            StringComparison.Ordinal
        );
        Assert.Contains(SetUpStep.Mail, await Done(web));
    }

    [Theory]
    [InlineData("Australia/Brisbane", "Queensland")]
    [InlineData("Australia/Perth", "WesternAustralia")]
    [InlineData("Australia/Canberra", "AustralianCapitalTerritory")]
    [InlineData("Pacific/Auckland", "")]
    public async Task The_form_for_a_state_s_holidays_opens_with_that_of_the_team_s_zone(string zone, string state)
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        using (
            var saved = await HtmlForm
                .In(await ruth.GetStringAsync("/Admin/Hours"), "Save the hours")
                .With(("Hours.TimeZone", zone))
                .Submit(ruth, "/Admin/Hours?handler=Hours")
        )
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var page = await ruth.GetStringAsync("/Admin/Hours");
        var choices = Regex.Match(page, "<select[^>]* name=\"State\".*?</select>", RegexOptions.Singleline).Value;
        Assert.Contains("Choose a state or territory", choices, StringComparison.Ordinal);
        Assert.Equal(state, Regex.Match(choices, "value=\"(\\w+)\" selected").Groups[1].Value);
        using var sent = await HtmlForm
            .In(page, "Show its holidays")
            .With(("State", state))
            .Submit(ruth, "/Admin/Hours?handler=State");
        Assert.Contains(
            state.Length > 0 ? "would add" : "Choose a state from the list",
            await sent.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_state_s_public_holidays_are_shown_and_then_added()
    {
        await using var web = await WebFixture.Create(); // February 2026.
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        await web.Db(db => db.Holidays.ExecuteDeleteAsync());
        Assert.DoesNotContain(SetUpStep.Holidays, await Done(web));
        Assert.Contains(
            "Choose a state from the list",
            await Press(ruth, "/Admin/Hours", "Show its holidays", ("State", "Atlantis")),
            StringComparison.Ordinal
        );
        var offered = await Press(ruth, "/Admin/Hours", "Show its holidays", ("State", "Queensland"));
        Assert.Contains("Queensland would add", offered, StringComparison.Ordinal);
        Assert.Contains("Check against your state’s own list", offered, StringComparison.Ordinal);
        Assert.Equal(0, await web.Db(db => db.Holidays.CountAsync()));
        using (
            var added = await HtmlForm
                .In(offered, "Add those that are ticked")
                .Submit(ruth, "/Admin/Hours?handler=Import", elsewhere: true)
        )
            Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);

        var days = await web.Db(db => db.Holidays.OrderBy(h => h.Date).ToListAsync());
        // As the Queensland Government has gazetted them for 2026, without what is over and what falls on a weekend.
        Assert.Equal(
            [
                new(2026, 4, 3),
                new(2026, 4, 6),
                new(2026, 5, 4),
                new(2026, 10, 5),
                new(2026, 12, 25),
                new DateOnly(2026, 12, 28),
            ],
            days.Where(d => d.Date.Year == 2026 && d.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                .Select(d => d.Date)
        );
        Assert.Equal(2028, days[^1].Date.Year);
        Assert.Contains(SetUpStep.Holidays, await Done(web));
        Assert.Contains(
            "Queensland holds nothing new",
            await Press(ruth, "/Admin/Hours", "Show its holidays", ("State", "Queensland")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_home_shows_first_what_needs_somebody_now()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new MarkSetUp(web.Cast.Ruth.Actor, SetUpStep.Whole));
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        await web.Send(web.Cast.Omar.CheckIn(2));
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        var flag = await web.Db(db => db.Flags.SingleAsync());
        await web.Send(new AcknowledgeFlag(web.Cast.Priya.Actor, flag.Id));

        var page = await ruth.GetStringAsync(Home);
        foreach (var quiet in new[] { "open again", "past the time", "longer to be read", "Nobody is on call" })
            Assert.DoesNotContain(quiet, page, StringComparison.Ordinal);

        await web.Cast.NobodyOnCall();
        web.Clock.Advance(TimeSpan.FromDays(5));
        await web.Send(new AdvanceEscalations(Actor.System)); // Nobody was reached: the acknowledgement has ended.
        page = await ruth.GetStringAsync(Home);
        foreach (
            var shown in new[]
            {
                "1 flag that a nurse had is open again, and nobody has it now.",
                "Nobody is on call now",
                "2 check-ins have waited longer to be read",
            }
        )
            Assert.Contains(shown, WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        Assert.True(
            page.IndexOf("id=\"attention\"", StringComparison.Ordinal)
                < page.IndexOf("id=\"settings\"", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Ana", page, StringComparison.Ordinal); // Administrators learn of nobody's health.
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task The_home_says_first_that_nobody_can_be_told()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new MarkSetUp(web.Cast.Ruth.Actor, SetUpStep.Whole));
        // Time passes while the page is made: what began "now" began before the next question.
        web.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        await web.Cast.NobodyOnCall();
        Assert.StartsWith("Nobody is on call now", First(await ruth.GetStringAsync(Home)), StringComparison.Ordinal);

        await web.Send(new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Priya.Id, Roles.Nurse, false));
        await web.Send(new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Tom.Id, Roles.Nurse, false));
        Assert.StartsWith(
            "No nurse can be told of a flag now: no enabled account is a support nurse.",
            First(await ruth.GetStringAsync(Home)),
            StringComparison.Ordinal
        );
        await web.Send(new InviteStaff(web.Cast.Ruth.Actor, "Mele Tau", "mele@team.example", Roles.Nurse));
        Assert.StartsWith(
            "No nurse can be told of a flag now: none who is enabled can sign in",
            First(await ruth.GetStringAsync(Home)),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();

        static string First(string page) =>
            Regex
                .Match(page, "id=\"attention\".*?<li><p>(?<text>[^<]+)</p>", RegexOptions.Singleline)
                .Groups["text"]
                .Value;
    }

    [Fact]
    public async Task Disabling_whoever_is_on_call_or_the_last_nurse_says_before_and_after_what_follows()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        const string page = "/Admin/Staff";
        var before = WebUtility.HtmlDecode(await ruth.GetStringAsync(page));
        Assert.Contains("Priya Nair is on call now, until", before, StringComparison.Ordinal);
        Assert.Contains(
            "Without them nobody is on call. Put a cover on the rota first.",
            before,
            StringComparison.Ordinal
        );

        var after = await Disable(web.Cast.Priya);
        Assert.Contains("The account of Priya Nair is disabled", after, StringComparison.Ordinal);
        Assert.Contains("Nobody is on call now, until", after, StringComparison.Ordinal);
        Assert.DoesNotContain("they sign in again", after, StringComparison.Ordinal);
        Assert.Contains(
            "Tom Walker is the only nurse who can sign in. Without them no nurse can be told of a flag.",
            after,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Priya Nair is on the rota, but their account is disabled",
            await ruth.GetStringAsync("/Admin/Readiness"),
            StringComparison.Ordinal
        );

        after = await Disable(web.Cast.Tom);
        Assert.Contains("No nurse can be told of a flag now. Invite another nurse.", after, StringComparison.Ordinal);

        await web.Cast.AddStaff("Rosa Diaz", "rosa@team.example", Roles.Administrator);
        var rosa = (await web.Db(db => db.Users.SingleAsync(a => a.Email == "rosa@team.example"))).Id;
        after = await Change(rosa, ("nurse", "false"), ("administrator", "true"), ("enabled", "false"));
        Assert.Contains("cannot sign in until it is enabled again", after, StringComparison.Ordinal);

        Task<string> Disable(StaffMember nurse) =>
            Change(nurse.Id, ("nurse", "true"), ("administrator", "false"), ("enabled", "false"));

        async Task<string> Change(Guid account, params (string, string)[] values)
        {
            using var answer = await HtmlForm
                .In(await ruth.GetStringAsync(page), $"value=\"{account}\"")
                .With(values)
                .Submit(ruth, $"{page}?handler=Change");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return WebUtility.HtmlDecode(await ruth.GetStringAsync(page));
        }
    }

    [Theory]
    [InlineData("lifeline", "Support numbers")]
    [InlineData("public HOLIDAYS", "")]
    [InlineData("holidays zone", "Working hours")]
    [InlineData("rise", "Thresholds")]
    public async Task A_setting_is_found_by_its_words(string words, string title)
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var page = await ruth.GetStringAsync($"{Home}?Find={Uri.EscapeDataString(words)}");
        var cards = Cards().Matches(page).Select(m => m.Groups["title"].Value).ToList();
        if (title.Length > 0)
            Assert.Contains(title, cards);
        else
            Assert.Contains("No page fits", page, StringComparison.Ordinal);
        Assert.True(cards.Count < 5);
    }

    private static async Task<IReadOnlyList<SetUpStep>> Done(WebFixture web) =>
        [.. (await web.Send(new GetSettingUp(web.Cast.Ruth.Actor))).Steps.Where(s => s.Done).Select(s => s.Step)];

    private static async Task<string> Press(
        HttpClient client,
        string page,
        string button,
        params (string Name, string Value)[] values
    )
    {
        using var answer = await HtmlForm
            .In(await client.GetStringAsync(page), button)
            .With(values)
            .Submit(client, page);
        return answer.StatusCode == HttpStatusCode.Redirect
            ? await client.GetStringAsync(answer.Headers.Location)
            : await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("wb-setup__acts")]
    private static partial Regex Steps();

    [GeneratedRegex("wb-setup__acts\">\\s*<a [^>]*href=\"(?<href>[^\"]+)\"")]
    private static partial Regex StepLinks();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Code();

    [GeneratedRegex("<h3><a href=\"[^\"]+\">(?<title>[^<]+)</a></h3>")]
    private static partial Regex Cards();
}
