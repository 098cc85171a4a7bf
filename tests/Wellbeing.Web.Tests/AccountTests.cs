using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Signing in by mail, second factors, colleagues' accounts, invitations.</summary>
public sealed partial class AccountTests
{
    [Fact]
    public async Task A_mail_s_link_signs_in_once_and_only_by_POST()
    {
        await using var web = await WebFixture.Create();
        var path = await AskedFor(web, "/SignIn/Mail", web.Cast.Ana.Email);
        var client = web.Anonymous();
        Assert.Contains("One tap, and you are in", await client.GetStringAsync(path), StringComparison.Ordinal);
        Assert.Contains("Sign in", await client.GetStringAsync("/"), StringComparison.Ordinal);

        using (var answer = await HtmlForm.In(await client.GetStringAsync(path), "name=\"Keep\"").Submit(client, path))
            Assert.Equal("/", answer.Headers.Location!.OriginalString);

        Assert.Contains("Hello, Ana", await client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains(
            "This link no longer works",
            await web.Anonymous().GetStringAsync(path),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_ends_after_a_quarter_of_an_hour()
    {
        await using var web = await WebFixture.Create();
        var path = await AskedFor(web, "/SignIn/Mail", web.Cast.Ana.Email);
        web.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Contains(
            "This link no longer works",
            await web.Anonymous().GetStringAsync(path),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nobody_learns_by_asking_which_address_is_known_and_nobody_s_mailbox_is_filled()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Users.Where(u => u.Id == web.Cast.Tom.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Enabled, false))
        );
        var pages = new List<string>();
        foreach (var email in new[] { web.Cast.Ana.Email, "nobody@home.example", web.Cast.Tom.Email })
        {
            var client = web.Anonymous();
            using var asked = await HtmlForm
                .In(await client.GetStringAsync("/SignIn/Mail"), "name=\"Email\"")
                .With(("Email", email))
                .Submit(client, "/SignIn/Mail");
            pages.Add($"{(int)asked.StatusCode} {asked.Headers.Location}");
        }

        Assert.Single(pages.Distinct());
        for (var more = 0; more < 5; more++)
            await web.Send(new AskForAccountLink(_linkHolder, web.Cast.Ana.Email, LinkPurpose.SignIn));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Expect(web.Cast.Ana.Email, web.Cast.Ana.Email, web.Cast.Ana.Email);
        Assert.DoesNotContain(await web.Db(db => db.AuditRecords.ToListAsync()), a => a.Detail?.Contains('@') == true);
    }

    [Fact]
    public async Task Staff_are_asked_for_their_second_factor_after_the_mail_s_link_too_and_a_wrong_code_counts()
    {
        await using var web = await WebFixture.Create();
        var path = await AskedFor(web, "/SignIn/Mail", web.Cast.Priya.Email);
        var client = web.Anonymous();
        using var answer = await HtmlForm.In(await client.GetStringAsync(path), "name=\"Keep\"").Submit(client, path);
        var code = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/SignIn/Code", code, StringComparison.Ordinal);
        using (var shut = await client.GetAsync("/Staff/Flags"))
            Assert.Equal("/SignIn", shut.Headers.Location!.AbsolutePath);

        var form = HtmlForm.In(await client.GetStringAsync(code), "name=\"Code\"");
        for (var guess = 0; guess < 5; guess++)
        {
            using var wrong = await form.With(("Code", "000000")).Submit(client, code);
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using (var locked = await form.With(("Code", Totp.Now())).Submit(client, code))
            Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        await web.Db(db => db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.LockoutEnd, (DateTimeOffset?)null)));
        using (var right = await form.With(("Code", Totp.Now())).Submit(client, code))
            Assert.Equal("/", right.Headers.Location!.OriginalString);
        using var open = await client.GetAsync("/Staff/Flags");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task The_API_wants_the_second_factor_of_staff_as_well()
    {
        await using var web = await WebFixture.Create();

        Assert.Equal(
            "secondFactorNeeded",
            (await web.Api().SignIn(web.Cast.Priya.Email, twoFactorCode: ""))
                .IsProblem(HttpStatusCode.Unauthorized)["code"]
                .GetString()
        );
        Assert.Equal(
            "signInRefused",
            (await web.Api().SignIn(web.Cast.Priya.Email, twoFactorCode: "000000"))
                .IsProblem(HttpStatusCode.Unauthorized)["code"]
                .GetString()
        );
        await web.Db(db =>
            db.Users.Where(u => u.Id == web.Cast.Tom.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, false))
        );
        (await web.Api().SignIn(web.Cast.Tom.Email)).IsProblem(HttpStatusCode.Unauthorized);
        (await web.Api().SignIn(web.Cast.Ana.Email, twoFactorCode: "")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_has_an_end_however_often_it_is_refreshed()
    {
        await using var web = await WebFixture.Create();
        var api = web.Api();
        var refreshToken = (await api.SignIn(web.Cast.Priya.Email))["refreshToken"].GetString();
        for (var week = 1; week <= 4; week++)
        {
            web.Clock.Advance(TimeSpan.FromDays(7));
            refreshToken = (await api.Post("identity/refresh", new { refreshToken }))
                .Is(HttpStatusCode.OK)["refreshToken"]
                .GetString();
        }

        web.Clock.Advance(TimeSpan.FromDays(2));
        (await api.Post("identity/refresh", new { refreshToken })).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_invited_colleague_chooses_a_password_and_sets_up_a_second_factor_before_seeing_anything()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        using (
            var sent = await HtmlForm
                .In(await ruth.GetStringAsync("/Admin/Staff"), "Send the invitation")
                .With(("Name", "Nia Okafor"), ("Email", "nia@team.example"), ("Roles", "Nurse"))
                .Submit(ruth, "/Admin/Staff")
        )
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var path = await LinkInMail(web, "nia@team.example");

        var nia = web.Anonymous();
        using (
            var weak = await HtmlForm
                .In(await nia.GetStringAsync(path), "name=\"Password\"")
                .With(("Password", "short"))
                .Submit(nia, path)
        )
            Assert.Contains("at least 12 characters", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (
            var chosen = await HtmlForm
                .In(await nia.GetStringAsync(path), "name=\"Password\"")
                .With(("Password", Cast.Password))
                .Submit(nia, path)
        )
            Assert.StartsWith("/SignIn", chosen.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using (
            await HtmlForm
                .In(await nia.GetStringAsync("/SignIn"), "name=\"Password\"")
                .With(("Email", "nia@team.example"), ("Password", Cast.Password))
                .Submit(nia, "/SignIn")
        ) { }

        using (var shut = await nia.GetAsync("/Staff/Flags"))
            Assert.Equal("/NotAllowed", shut.Headers.Location!.AbsolutePath);
        using (var home = await nia.GetAsync("/"))
            Assert.Equal("/Account/SecondFactor", home.Headers.Location!.OriginalString);
        var page = await nia.GetStringAsync("/Account/SecondFactor");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        var key = Key().Match(page).Groups[1].Value;
        string codes;
        using (
            var turnedOn = await HtmlForm
                .In(page, "name=\"Code\"")
                .With(("Code", Totp.Now(key)))
                .Submit(nia, "/Account/SecondFactor")
        )
            codes = await turnedOn.Content.ReadAsStringAsync();
        var recovery = RecoveryCode().Matches(codes).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(10, recovery.Count);
        // Neither the key nor the codes can be read from the database.
        var niaId = await web.Db(db =>
            db.Users.Where(u => u.Email == "nia@team.example").Select(u => u.Id).SingleAsync()
        );
        Assert.All(
            await web.Db(db => db.UserTokens.Where(t => t.UserId == niaId).ToListAsync()),
            t =>
            {
                Assert.StartsWith("sealed:", t.Value, StringComparison.Ordinal);
                Assert.DoesNotContain(recovery[0], t.Value, StringComparison.Ordinal);
            }
        );
        using (var open = await nia.GetAsync("/Staff/Flags"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        // A recovery code signs in once.
        foreach (var (expected, _) in new[] { (HttpStatusCode.Redirect, 1), (HttpStatusCode.OK, 2) })
        {
            var phone = web.Anonymous();
            using var asked = await HtmlForm
                .In(await phone.GetStringAsync("/SignIn"), "name=\"Password\"")
                .With(("Email", "nia@team.example"), ("Password", Cast.Password))
                .Submit(phone, "/SignIn");
            var next = asked.Headers.Location!.OriginalString;
            using var used = await HtmlForm
                .In(await phone.GetStringAsync(next), "name=\"Code\"")
                .With(("Code", recovery[0]))
                .Submit(phone, next);
            Assert.Equal(expected, used.StatusCode);
        }
    }

    [Fact]
    public async Task A_change_of_roles_and_disabling_end_sessions_and_tokens_and_nobody_does_it_to_themselves()
    {
        await using var web = await WebFixture.Create();
        var api = await web.Api(web.Cast.Tom.Email);
        using var tom = await web.SignedInByCookie(web.Cast.Tom.Id);
        Assert.Equal(
            StaffChange.NotYourself,
            await web.Send(new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Ruth.Id, Roles.Nurse, false))
        );
        Assert.Equal(
            StaffChange.NotFound,
            await web.Send(
                new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Ana.Actor.UserId!.Value, Roles.Administrator, true)
            )
        );

        Assert.Equal(
            StaffChange.Done,
            await web.Send(
                new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Tom.Id, Roles.Nurse | Roles.Administrator, true)
            )
        );

        (await api.Get("flags")).IsProblem(HttpStatusCode.Unauthorized);
        web.Clock.Advance(TimeSpan.FromSeconds(61));
        using (var ended = await tom.GetAsync("/Staff/Flags"))
            Assert.Equal("/SignIn", ended.Headers.Location!.AbsolutePath);
        using var both = await web.SignedInByPage(web.Cast.Tom.Email);
        using (var admin = await both.GetAsync("/Admin"))
            Assert.Equal(HttpStatusCode.OK, admin.StatusCode);

        await web.Send(new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Tom.Id, Roles.Nurse, false));
        await Assert.ThrowsAsync<InvalidOperationException>(() => web.SignedInByPage(web.Cast.Tom.Email));
    }

    [Fact]
    public async Task An_invited_person_agrees_with_version_and_time_recorded_or_nothing_is_kept()
    {
        await using var web = await WebFixture.Create();
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        using (
            var sent = await HtmlForm
                .In(await priya.GetStringAsync("/Staff/Invite"), "name=\"Zone\"")
                .With(
                    ("Kind", "FamilyMember"),
                    ("Name", "Lena"),
                    ("Email", "lena@home.example"),
                    ("Language", "en"),
                    ("Zone", "Australia/Perth")
                )
                .Submit(priya, "/Staff/Invite")
        )
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var path = await LinkInMail(web, "lena@home.example");
        var lena = web.Anonymous();

        using (var not = await HtmlForm.In(await lena.GetStringAsync(path), "name=\"Agreed\"").Submit(lena, path))
            Assert.Contains(
                "Tick the box if you agree",
                await not.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        Assert.False(await web.Db(db => db.Participants.AnyAsync(p => p.Email == "lena@home.example")));
        using (
            var agreed = await HtmlForm
                .In(await lena.GetStringAsync(path), "name=\"Agreed\"")
                .With(("Agreed", "true"), ("OldEnough", "true"), ("Cadence", "Weekly"), ("Password", ""))
                .Submit(lena, path)
        )
            Assert.True(
                agreed.Headers.Location?.OriginalString == "/Welcome",
                await agreed.Content.ReadAsStringAsync()
            );

        Assert.Contains("Hello, Lena", await lena.GetStringAsync("/"), StringComparison.Ordinal);
        var person = await web.Db(db => db.Participants.SingleAsync(p => p.Email == "lena@home.example"));
        Assert.Equal((ParticipantKind.FamilyMember, "Australia/Perth"), (person.Kind, person.TimeZone));
        var consent = await web.Db(db => db.Consents.SingleAsync());
        Assert.Equal(
            (person.Id, Consent.EveryCheckInRead, web.Now, 18),
            (consent.ParticipantId, consent.TextVersion, consent.GivenAtUtc, consent.AtLeastYears)
        );
        Assert.Contains(
            "This invitation no longer works",
            await web.Anonymous().GetStringAsync(path),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Where_nurses_read_what_stands_out_the_words_agreed_to_say_so_and_stay_what_they_were()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new SaveReadingPromise(web.Cast.Ruth.Actor, ReadsEveryCheckIn: false));
        await web.Send(
            new InviteParticipant(
                web.Cast.Priya.Actor,
                ParticipantKind.Patient,
                "Lena",
                "lena@home.example",
                "en-AU",
                "Australia/Perth"
            )
        );
        var path = await LinkInMail(web, "lena@home.example");
        var lena = web.Anonymous();
        const string said = "reads what you write when something stands out or you ask";
        var join = await lena.GetStringAsync(path);
        Assert.Contains(said, join, StringComparison.Ordinal);
        Assert.DoesNotContain("reads what you send", join, StringComparison.Ordinal);
        (
            await HtmlForm
                .In(join, "name=\"Agreed\"")
                .With(("Agreed", "true"), ("OldEnough", "true"), ("Cadence", "Weekly"), ("Password", ""))
                .Submit(lena, path)
        ).Dispose();
        Assert.Equal(Consent.ReadWhenNeeded, await web.Db(db => db.Consents.Select(c => c.TextVersion).SingleAsync()));

        Assert.DoesNotContain(
            "Something has changed since you agreed",
            await lena.GetStringAsync("/"),
            StringComparison.Ordinal
        );

        // Read more, or less, than they agreed to: they are told, and asked anew.
        await web.Send(new SaveReadingPromise(web.Cast.Ruth.Actor, ReadsEveryCheckIn: true));
        Assert.Contains(said, await lena.GetStringAsync("/Settings/Data"), StringComparison.Ordinal);
        var home = await lena.GetStringAsync("/");
        Assert.Contains("Something has changed since you agreed", home, StringComparison.Ordinal);
        Assert.Contains("Your nurse team reads what you send.", home, StringComparison.Ordinal);
        web.Clock.Advance(TimeSpan.FromMinutes(1));
        (await HtmlForm.In(home, "I have read this and agree").Submit(lena, "/")).Dispose();
        Assert.Equal(
            [Consent.ReadWhenNeeded, Consent.EveryCheckInRead],
            await web.Db(db => db.Consents.OrderBy(c => c.GivenAtUtc).Select(c => c.TextVersion).ToListAsync())
        );
        Assert.DoesNotContain(
            "Something has changed since you agreed",
            await lena.GetStringAsync("/"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_invitation_that_waits_is_seen_sent_again_with_a_new_link_and_taken_back_with_nothing_kept()
    {
        await using var web = await WebFixture.Create();
        async Task<string> Page()
        {
            using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
            return await priya.GetStringAsync("/Staff/Invite");
        }

        async Task<string> Submit(string button)
        {
            using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
            using var sent = await HtmlForm
                .In(await priya.GetStringAsync("/Staff/Invite"), button)
                .Submit(priya, "/Staff/Invite");
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
            return await priya.GetStringAsync("/Staff/Invite");
        }

        async Task<string> Join(string path) => await web.Anonymous().GetStringAsync(path);
        Task<InviteResult> Invite() =>
            web.Send(
                new InviteParticipant(
                    web.Cast.Priya.Actor,
                    ParticipantKind.Patient,
                    "Lena",
                    "lena@home.example",
                    "en",
                    "Australia/Perth"
                )
            );

        Assert.Contains("Nobody is waited for", await Page(), StringComparison.Ordinal);
        Assert.Equal(InviteResult.Invited, await Invite());
        Assert.Equal(InviteResult.InvitedAlready, await Invite());
        var first = await LinkInMail(web, "lena@home.example");
        web.Clock.Advance(Invitation.Lives);
        Assert.Contains("The link has stopped working, and nobody used it", await Page(), StringComparison.Ordinal);
        using (var priya = await web.SignedInByCookie(web.Cast.Priya.Id))
            Assert.Contains(
                "1 of your invitations has ended, and nobody used it",
                await priya.GetStringAsync("/Staff/People"),
                StringComparison.Ordinal
            );

        var again = await Submit("Send again");
        Assert.Matches("by <bdi>Priya Nair</bdi>.+The link works until", again.ReplaceLineEndings(" "));
        Assert.DoesNotContain("The link has stopped working", again, StringComparison.Ordinal);
        using (var priya = await web.SignedInByCookie(web.Cast.Priya.Id))
            Assert.DoesNotContain(
                "of your invitations",
                await priya.GetStringAsync("/Staff/People"),
                StringComparison.Ordinal
            );
        var second = await LinkInMail(web, "lena@home.example");
        Assert.Contains("This invitation no longer works", await Join(first), StringComparison.Ordinal);
        Assert.Contains("name=\"Agreed\"", await Join(second), StringComparison.Ordinal);

        Assert.Contains("Nobody is waited for", await Submit("Yes, take it back"), StringComparison.Ordinal);
        Assert.Contains("This invitation no longer works", await Join(second), StringComparison.Ordinal);
        Assert.False(await web.Db(db => db.Invitations.AnyAsync()));

        await Invite();
        using var tom = await web.SignedInByCookie(web.Cast.Tom.Id);
        var stale = await tom.GetStringAsync("/Staff/Invite");
        await Submit("Yes, take it back");
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Empty(web.Mailbox.Read());
        using (await HtmlForm.In(stale, "Send again").Submit(tom, "/Staff/Invite"))
            Assert.Contains("Nothing was changed", await tom.GetStringAsync("/Staff/Invite"), StringComparison.Ordinal);
        Assert.False(await web.Db(db => db.Invitations.AnyAsync()));
    }

    [Fact]
    public async Task A_colleagues_invitation_that_ended_unused_says_so_until_it_is_sent_again()
    {
        await using var web = await WebFixture.Create();
        var ruth = web.Cast.Ruth;
        await web.Send(new InviteStaff(ruth.Actor, "Nell", "nell@team.example", Roles.Nurse));
        Assert.DoesNotContain("nobody used it", await Page(), StringComparison.Ordinal);
        web.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Contains("The link has ended, and nobody used it.", await Page(), StringComparison.Ordinal);
        var id = (await web.Send(new ListStaff(ruth.Actor))).Single(r => r.Name == "Nell").Id;
        await web.Send(new InviteStaffAgain(ruth.Actor, id));
        Assert.DoesNotContain("nobody used it", await Page(), StringComparison.Ordinal);
        web.Mailbox.Ignore();

        async Task<string> Page()
        {
            using var client = await web.SignedInByCookie(ruth.Id);
            return await client.GetStringAsync("/Admin/Staff");
        }
    }

    [Fact]
    public async Task A_colleague_s_invitation_says_who_invites_and_how_to_reach_them()
    {
        await using var web = await WebFixture.Create();
        var ruth = web.Cast.Ruth;
        await web.Send(new InviteStaff(ruth.Actor, "Nell", "nell@team.example", Roles.Nurse));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = Assert.Single(web.Mailbox.Expect("nell@team.example"));
        foreach (
            var said in new[]
            {
                $"{ruth.Name} invites you to Wellbeing, a service of Leukaemia Foundation",
                "Call Leukaemia Foundation on 1800 620 420",
                $"You can also write to {ruth.Name}: {ruth.Email}",
            }
        )
            Assert.Contains(said, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cannot_sign_in_reads_whom_to_ask_on_either_side()
    {
        await using var web = await WebFixture.Create();
        var page = await web.Anonymous().GetStringAsync("/SignIn");
        Assert.Contains("ask your nurse team", page, StringComparison.Ordinal);
        Assert.Contains("If you are one of the staff, ask your administrator", page, StringComparison.Ordinal);
    }

    private static readonly Actor _linkHolder = new(null, "Somebody", Roles.LinkHolder);

    private static async Task<string> AskedFor(WebFixture web, string page, string email)
    {
        var client = web.Anonymous();
        using var asked = await HtmlForm
            .In(await client.GetStringAsync(page), "name=\"Email\"")
            .With(("Email", email))
            .Submit(client, page);
        return await LinkInMail(web, email);
    }

    private static async Task<string> LinkInMail(WebFixture web, string email)
    {
        await web.Send(new SendDueMessages(Actor.System, "test"));
        return Link().Match(Assert.Single(web.Mailbox.Expect(email)).Text).Value;
    }

    [GeneratedRegex(@"/(SignIn|Join)/\S+")]
    private static partial Regex Link();

    [GeneratedRegex("wb-qr__key\">([a-z0-9 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("<code>([^<]{8,})</code>")]
    private static partial Regex RecoveryCode();
}
