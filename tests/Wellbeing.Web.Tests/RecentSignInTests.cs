using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Who signed in a while ago shows once more who they are before anything that could take the account
/// over.</summary>
public sealed partial class RecentSignInTests
{
    [Fact]
    public async Task What_was_typed_waits_sealed_and_goes_on_after_the_password()
    {
        await using var web = await WebFixture.Create();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var form = HtmlForm
            .In(await ana.GetStringAsync("/Settings/Details"), "name=\"Email\"")
            .With(("Email", "ana.new@home.example"));
        web.Clock.Advance(TimeSpan.FromMinutes(11));

        using var first = await form.Submit(ana, "/Settings/Details?handler=Email");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, first.StatusCode); // The browser sends the same form there.
        using var asked = await form.Submit(ana, first.Headers.Location!.OriginalString, elsewhere: true);
        var page = await asked.Content.ReadAsStringAsync();
        Assert.Contains("Confirm that it is you", page, StringComparison.Ordinal);
        Assert.Contains("What you typed is kept", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ana.new", page, StringComparison.Ordinal);

        var confirm = HtmlForm.In(page, "name=\"MyPassword\"");
        using (var wrong = await confirm.With(("MyPassword", "not it")).Submit(ana, "/Account/Confirm"))
        {
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
            confirm = HtmlForm.In(await wrong.Content.ReadAsStringAsync(), "name=\"MyPassword\""); // And what was kept still is.
        }

        confirm = confirm.With(("MyPassword", Cast.Password));
        using var right = await confirm.Submit(ana, "/Account/Confirm");
        Assert.Equal(
            (HttpStatusCode.TemporaryRedirect, "/Settings/Details?handler=Email"),
            (right.StatusCode, right.Headers.Location!.OriginalString)
        );
        using var done = await confirm.Submit(ana, right.Headers.Location.OriginalString, elsewhere: true);
        Assert.StartsWith("/Settings/Details", done.Headers.Location!.OriginalString, StringComparison.Ordinal);

        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Expect("ana.new@home.example", web.Cast.Ana.Email);
    }

    [Fact]
    public async Task A_mailed_code_will_do_and_no_mailbox_is_filled()
    {
        await using var web = await WebFixture.Create();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        web.Clock.Advance(TimeSpan.FromMinutes(11));
        using var asked = await ana.GetAsync("/Account/Password");
        var confirm = asked.Headers.Location!.OriginalString;
        Assert.StartsWith("/Account/Confirm", confirm, StringComparison.Ordinal);

        using var sent = await HtmlForm.In(await ana.GetStringAsync(confirm), "Email me a code").Submit(ana, confirm);
        var page = await sent.Content.ReadAsStringAsync();
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var code = SixDigits().Match(Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email)).Text).Value;
        var form = HtmlForm.In(page, "name=\"MailCode\"");
        using (var wrong = await form.With(("MailCode", code == "123456" ? "654321" : "123456")).Submit(ana, confirm))
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using var right = await form.With(("MailCode", code)).Submit(ana, confirm);
        Assert.Equal("/Account/Password", right.Headers.Location!.OriginalString);

        for (var more = 0; more < 4; more++)
            using (await HtmlForm.In(page, "Email me a code").Submit(ana, confirm)) { }
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Expect(web.Cast.Ana.Email, web.Cast.Ana.Email);
    }

    [Fact]
    public async Task A_mailed_code_is_good_once_and_only_where_it_was_asked_for()
    {
        await using var web = await WebFixture.Create();
        using var phone = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        using var laptop = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        web.Clock.Advance(TimeSpan.FromMinutes(11));
        const string confirm = "/Account/Confirm?returnUrl=%2FAccount%2FPassword";
        var (onPhone, code) = await Asked(phone);
        var (onLaptop, other) = await Asked(laptop);
        Assert.NotEqual(code, other);

        using (var elsewhere = await onLaptop.With(("MailCode", code)).Submit(laptop, confirm))
            Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        using (var right = await onPhone.With(("MailCode", code)).Submit(phone, confirm))
            Assert.Equal("/Account/Password", right.Headers.Location!.OriginalString);
        using (var again = await onPhone.With(("MailCode", code)).Submit(phone, confirm))
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var own = await onLaptop.With(("MailCode", other)).Submit(laptop, confirm);
        Assert.Equal("/Account/Password", own.Headers.Location!.OriginalString);

        async Task<(HtmlForm Form, string Code)> Asked(HttpClient client)
        {
            using var sent = await HtmlForm
                .In(await client.GetStringAsync(confirm), "Email me a code")
                .Submit(client, confirm);
            var page = await sent.Content.ReadAsStringAsync();
            await web.Send(new SendDueMessages(Actor.System, "test"));
            return (
                HtmlForm.In(page, "name=\"MailCode\""),
                SixDigits().Match(Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email)).Text).Value
            );
        }
    }

    [Theory]
    [InlineData("/Settings/Data", "Download my data")]
    [InlineData("/Settings/Close", "name=\"Sure\"")]
    public async Task A_copy_of_everything_and_closing_want_it_too(string path, string containing)
    {
        await using var web = await WebFixture.Create();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var form = HtmlForm.In(await ana.GetStringAsync(path), containing).With(("Sure", "true"));
        web.Clock.Advance(TimeSpan.FromMinutes(11));
        using var answer = await form.Submit(ana, path);
        Assert.StartsWith("/Account/Confirm", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Null(
            await web.Db(db =>
                db.Participants.Where(p => p.Id == web.Cast.Ana.Id).Select(p => p.ClosedAtUtc).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_not_this_one()
    {
        await using var web = await WebFixture.Create();
        using var here = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        using var there = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var form = HtmlForm.In(await here.GetStringAsync("/Account/Password"), "name=\"Password\"");
        using (var weak = await form.With(("Password", "short")).Submit(here, "/Account/Password"))
            Assert.Equal(HttpStatusCode.OK, weak.StatusCode);
        using (var saved = await form.With(("Password", "Another-Horse-7")).Submit(here, "/Account/Password"))
            Assert.StartsWith("/Account/Security", saved.Headers.Location!.OriginalString, StringComparison.Ordinal);

        web.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Contains("Hello, Ana", await here.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("Hello, Ana", await there.GetStringAsync("/"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => web.SignedInByPage(web.Cast.Ana.Email));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_code_of_an_authenticator_app_is_good_once_also_for_two_who_come_at_once(
        DatabaseProvider provider
    )
    {
        await using var web = await WebFixture.Create(new WebSetup { Provider = provider });
        var code = Totp.Now();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => web.Api().SignIn(web.Cast.Priya.Email, twoFactorCode: code))
        );
        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.OK));
        (await web.Api().SignIn(web.Cast.Priya.Email, twoFactorCode: code)).IsProblem(HttpStatusCode.Unauthorized);
        (await web.Api().SignIn(web.Cast.Tom.Email, twoFactorCode: code)).Is(HttpStatusCode.OK); // Everybody's codes are their own, alike as these are.
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
