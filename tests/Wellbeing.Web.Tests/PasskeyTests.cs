using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Signing in by the lock of a phone.</summary>
public sealed class PasskeyTests
{
    private const string Page = "/Account/Passkeys";

    [Fact]
    public async Task A_participant_adds_one_signs_in_with_it_alone_and_removes_it()
    {
        await using var web = await WebFixture.Create();
        using var passkey = new SoftPasskey();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        Assert.Contains("Enter a name of at most 60", await Add(ana, passkey, ""), StringComparison.Ordinal);
        Assert.Contains("Your passkey is added", await Add(ana, passkey, "My phone"), StringComparison.Ordinal);

        var client = web.Anonymous();
        var (answer, credential) = await SignIn(client, passkey);
        Assert.Equal("/", answer);
        Assert.Contains("Hello, Ana", await client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Null((await SignIn(web.Anonymous(), passkey, credential)).To); // What was sent once opens nothing again.

        using (
            await HtmlForm.In(await ana.GetStringAsync(Page), "Remove My phone").Submit(ana, $"{Page}?handler=Remove")
        ) { }
        Assert.Contains("You have no passkey yet", await ana.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Null((await SignIn(web.Anonymous(), passkey)).To);
        web.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.DoesNotContain("Hello, Ana", await client.GetStringAsync("/"), StringComparison.Ordinal); // Nor is it let in any longer where it was.
    }

    [Fact]
    public async Task For_staff_it_is_the_second_factor_and_is_asked_for_after_the_password()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Users.Where(u => u.Id == web.Cast.Tom.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, false))
        );
        using var passkey = new SoftPasskey();
        var tom = await web.SignedInByPage(web.Cast.Tom.Email);
        using (var shut = await tom.GetAsync("/Staff/Flags"))
            Assert.Equal("/NotAllowed", shut.Headers.Location!.AbsolutePath);

        await Add(tom, passkey, "Work phone");

        using (var open = await tom.GetAsync("/Staff/Flags"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        var client = web.Anonymous();
        using var password = await HtmlForm
            .In(await client.GetStringAsync("/SignIn"), "name=\"Password\"")
            .With(("Email", web.Cast.Tom.Email), ("Password", Cast.Password))
            .Submit(client, "/SignIn");
        Assert.StartsWith("/SignIn/Code", password.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(
            "Use your passkey",
            await client.GetStringAsync(password.Headers.Location.OriginalString),
            StringComparison.Ordinal
        );
        using (var not = await client.GetAsync("/Staff/Flags"))
            Assert.Equal("/SignIn", not.Headers.Location!.AbsolutePath);
        Assert.Equal("/", (await SignIn(client, passkey)).To);
        using (var open = await client.GetAsync("/Staff/Flags"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        await web.Send(new ChangeStaff(web.Cast.Ruth.Actor, web.Cast.Tom.Id, Roles.Nurse, Enabled: false));
        Assert.Null((await SignIn(web.Anonymous(), passkey)).To);
    }

    [Fact]
    public async Task Whoever_joins_the_team_may_choose_one_in_place_of_password_and_code()
    {
        await using var web = await WebFixture.Create();
        const string mia = "mia@team.example";
        await web.Send(new InviteStaff(web.Cast.Ruth.Actor, "Mia", mia, Roles.Nurse | Roles.Administrator));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = Assert.Single(web.Mailbox.Expect(mia)).Text;
        Assert.Contains("with a passkey, or with a password and a second factor", mail, StringComparison.Ordinal);
        var path = Regex.Match(mail, @"/SignIn/NewPassword/[\w-]+").Value;
        using var passkey = new SoftPasskey();
        var client = web.Anonymous();
        var page = await client.GetStringAsync(path);
        Assert.Contains("A passkey is both factors in one", page, StringComparison.Ordinal);
        Assert.Contains("name=\"Password\"", page, StringComparison.Ordinal);

        // Neither a passkey without a name nor a dialogue that was closed uses the link up.
        Assert.Contains("Enter a name of at most 60", (await Join("")).Said, StringComparison.Ordinal);
        using (var open = new SoftPasskey { Verifies = false })
            Assert.Contains("That did not work", (await Join("Left open", open)).Said, StringComparison.Ordinal);
        Assert.Equal("/", (await Join("Work phone")).To);

        foreach (var own in new[] { "/Staff/Flags", "/Admin/Staff" })
        {
            using var opened = await client.GetAsync(own);
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        }

        Assert.Contains("This link no longer works", await client.GetStringAsync(path), StringComparison.Ordinal);
        var elsewhere = web.Anonymous();
        Assert.Equal("/", (await SignIn(elsewhere, passkey)).To);
        using (var open = await elsewhere.GetAsync("/Staff/Flags"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        var staff = await web.Send(new ListStaff(web.Cast.Ruth.Actor));
        Assert.Contains(staff, s => s is { Name: "Mia", Joined: true, SecondFactor: true });

        async Task<(string? To, string Said)> Join(string name, SoftPasskey? by = null)
        {
            var form = HtmlForm.In(await client.GetStringAsync(path), "name=\"Credential\"");
            var options = await Options(client, $"{path}?handler=PasskeyOptions", form);
            using var answer = await form.With(
                    ("PasskeyName", name),
                    ("Credential", (by ?? passkey).Create(options, client.BaseAddress!))
                )
                .Submit(client, $"{path}?handler=Passkey");
            return (answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_link_for_a_lost_password_makes_no_passkey()
    {
        await using var web = await WebFixture.Create();
        await web.Send(
            new AskForAccountLink(
                new Actor(null, "Somebody with a link", Roles.LinkHolder),
                web.Cast.Tom.Email,
                LinkPurpose.NewPassword
            )
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var path = Regex
            .Match(Assert.Single(web.Mailbox.Expect(web.Cast.Tom.Email)).Text, @"/SignIn/NewPassword/[\w-]+")
            .Value;
        var client = web.Anonymous();
        var page = await client.GetStringAsync(path);
        Assert.DoesNotContain("asskey", page, StringComparison.Ordinal);
        using var content = new FormUrlEncodedContent(HtmlForm.In(page, "name=\"Password\"").Fields);
        using var answer = await client.PostAsync($"{path}?handler=PasskeyOptions", content);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_colleague_who_lost_their_only_one_sets_up_a_second_factor_anew()
    {
        await using var web = await WebFixture.Create();
        await web.Db(db =>
            db.Users.Where(u => u.Id == web.Cast.Tom.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, false))
        );
        using var passkey = new SoftPasskey();
        var tom = await web.SignedInByPage(web.Cast.Tom.Email);
        await Add(tom, passkey, "Work phone");
        using (var open = await tom.GetAsync("/Staff/Flags"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var form = HtmlForm.In(
            await ruth.GetStringAsync("/Admin/Staff"),
            $"Yes, it is them<span class=\"govuk-visually-hidden\">: {web.Cast.Tom.Actor.Name}"
        );
        using (var forgotten = await form.Submit(ruth, "/Admin/Staff?handler=Forget"))
            Assert.Equal(HttpStatusCode.Redirect, forgotten.StatusCode);
        Assert.Contains(
            "They can set up a new second factor",
            await ruth.GetStringAsync("/Admin/Staff"),
            StringComparison.Ordinal
        );

        web.Clock.Advance(TimeSpan.FromSeconds(61));
        using (var ended = await tom.GetAsync("/Staff/Flags"))
            Assert.Equal("/SignIn", ended.Headers.Location!.AbsolutePath);
        Assert.Null((await SignIn(web.Anonymous(), passkey)).To);
        var again = await web.SignedInByPage(web.Cast.Tom.Email); // By the password alone: but it opens nothing yet.
        using (var shut = await again.GetAsync("/Staff/Flags"))
            Assert.Equal("/NotAllowed", shut.Headers.Location!.AbsolutePath);
        using var other = new SoftPasskey();
        await Add(again, other, "New phone");
        using (var open = await again.GetAsync("/Staff/Flags"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task One_that_nothing_opens_is_not_taken_and_somebody_else_s_confirms_nothing()
    {
        await using var web = await WebFixture.Create();
        using var open = new SoftPasskey { Verifies = false };
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        Assert.Contains("That did not work", await Add(ana, open, "Left open"), StringComparison.Ordinal);

        using var omars = new SoftPasskey();
        using var omar = await web.SignedInByCookie(web.Cast.Omar.Actor.UserId!.Value);
        await Add(omar, omars, "Mine");
        using var anas = new SoftPasskey();
        await Add(ana, anas, "Mine");
        web.Clock.Advance(TimeSpan.FromMinutes(11));
        const string confirm = "/Account/Confirm?returnUrl=%2FAccount%2FPassword";
        Assert.Null(await Show(ana, confirm, "/Account/Confirm?handler=PasskeyOptions", omars));
        Assert.Equal("/Account/Password", await Show(ana, confirm, "/Account/Confirm?handler=PasskeyOptions", anas));
    }

    private static async Task<string> Add(HttpClient client, SoftPasskey passkey, string name)
    {
        var form = HtmlForm.In(await client.GetStringAsync(Page), "name=\"Credential\"");
        var options = await Options(client, $"{Page}?handler=Options", form);
        using var added = await form.With(("Name", name), ("Credential", passkey.Create(options, client.BaseAddress!)))
            .Submit(client, Page);
        return added.Headers.Location is { } next
            ? await client.GetStringAsync(next)
            : await added.Content.ReadAsStringAsync();
    }

    private static async Task<(string? To, string Credential)> SignIn(
        HttpClient client,
        SoftPasskey passkey,
        string? credential = null
    )
    {
        var form = HtmlForm.In(await client.GetStringAsync("/SignIn"), "name=\"Credential\"");
        credential ??= passkey.Get(await Options(client, "/SignIn?handler=PasskeyOptions", form), client.BaseAddress!);
        using var answer = await form.With(("Credential", credential)).Submit(client, "/SignIn?handler=Passkey");
        return (answer.Headers.Location?.OriginalString, credential);
    }

    private static async Task<string?> Show(HttpClient client, string page, string options, SoftPasskey passkey)
    {
        var form = HtmlForm.In(await client.GetStringAsync(page), "name=\"Credential\"");
        using var answer = await form.With(
                ("Credential", passkey.Get(await Options(client, options, form), client.BaseAddress!))
            )
            .Submit(client, page);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task<string> Options(HttpClient client, string address, HtmlForm form)
    {
        using var content = new FormUrlEncodedContent(form.Fields);
        using var answer = await client.PostAsync(address, content);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
