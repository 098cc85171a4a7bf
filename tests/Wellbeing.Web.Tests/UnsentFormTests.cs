using System.Net;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>Whoever writes without JavaScript, and sends it when their session has ended, writes it once.</summary>
public sealed class UnsentFormTests
{
    private const string Words = "The nights are long.\nAnd so are the days.";

    [Fact]
    public async Task The_words_of_a_check_in_are_sent_after_signing_in_by_a_password()
    {
        await using var web = await WebFixture.Create();
        var (browser, session) = await SignedIn(web, web.Cast.Ana.Actor.UserId!.Value);
        using var ana = browser;
        var form = await WordsForm(web, ana);
        session.Expire();

        using var refused = await form.With(("Words", Words)).Submit(ana, "/CheckIn/Words");
        var signIn = await ana.GetStringAsync(refused.Headers.Location!);
        Assert.Contains("What you wrote is kept", signIn, StringComparison.Ordinal);
        Assert.DoesNotContain("The nights are long", signIn, StringComparison.Ordinal);
        var kept = await Password(ana, signIn, web.Cast.Ana.Email);
        Assert.StartsWith("/SignIn/Kept", kept, StringComparison.Ordinal);

        await SentFrom(ana, kept);
        Assert.Equal(Words, (await web.Send(new GetDraft(web.Cast.Ana.Actor)))!.Answers.Words);
        using var gone = await ana.GetAsync(kept);
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode); // It waits no more.
    }

    [Fact]
    public async Task Or_by_a_link_by_mail()
    {
        await using var web = await WebFixture.Create();
        var (browser, session) = await SignedIn(web, web.Cast.Ana.Actor.UserId!.Value);
        using var ana = browser;
        var form = await WordsForm(web, ana);
        session.Expire();

        (await form.With(("Words", Words)).Submit(ana, "/CheckIn/Words")).Dispose();
        (
            await HtmlForm
                .In(await ana.GetStringAsync("/SignIn/Mail"), "name=\"Email\"")
                .With(("Email", web.Cast.Ana.Email))
                .Submit(ana, "/SignIn/Mail")
        ).Dispose();
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var link = System
            .Text.RegularExpressions.Regex.Match(
                Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email)).Text,
                @"/SignIn/Mail/\S+"
            )
            .Value;
        using var used = await HtmlForm.In(await ana.GetStringAsync(link), "name=\"Keep\"").Submit(ana, link);
        await SentFrom(ana, used.Headers.Location!.OriginalString);
        Assert.Equal(Words, (await web.Send(new GetDraft(web.Cast.Ana.Actor)))!.Answers.Words);
    }

    [Fact]
    public async Task A_nurse_s_note_waits_for_her_and_for_nobody_else()
    {
        await using var web = await WebFixture.Create();
        var page = $"/Staff/People/{web.Cast.Ana.Id}";
        var (browser, session) = await SignedIn(web, web.Cast.Priya.Id);
        using var ward = browser;
        async Task<string> Written()
        {
            session.Begin();
            var form = HtmlForm.In(await ward.GetStringAsync(page), "name=\"Note.Text\"");
            session.Expire();
            using var refused = await form.With(("Note.Text", Words)).Submit(ward, page);
            return await ward.GetStringAsync(refused.Headers.Location!);
        }

        // A colleague signs in on the same computer.
        var signIn = await Written();
        var kept = await Password(ward, signIn, web.Cast.Tom.Email, web);
        using (var nothing = await ward.GetAsync(kept))
            Assert.Equal((HttpStatusCode.Redirect, page), (nothing.StatusCode, Path(nothing)));
        Assert.Equal(0, await web.Db(db => db.PersonNotes.CountAsync()));

        signIn = await Written();
        kept = await Password(ward, signIn, web.Cast.Priya.Email, web);
        await SentFrom(ward, kept);
        var note = await web.Db(db => db.PersonNotes.SingleAsync());
        Assert.Equal(web.Cast.Priya.Id, note.By);

        static string Path(HttpResponseMessage answer) => answer.Headers.Location!.OriginalString.Split('?')[0];
    }

    [Fact]
    public async Task What_was_kept_can_be_left_and_a_page_without_words_keeps_nothing()
    {
        await using var web = await WebFixture.Create();
        var (browser, session) = await SignedIn(web, web.Cast.Ana.Actor.UserId!.Value);
        using var ana = browser;
        var form = await WordsForm(web, ana);
        session.Expire();
        using (var empty = await form.With(("Words", "")).Submit(ana, "/CheckIn/Words"))
            Assert.False(empty.Headers.Contains("Set-Cookie"));

        using var refused = await form.With(("Words", Words)).Submit(ana, "/CheckIn/Words");
        var kept = await Password(ana, await ana.GetStringAsync(refused.Headers.Location!), web.Cast.Ana.Email);
        using var left = await HtmlForm.In(await ana.GetStringAsync(kept), "Do not send it").Submit(ana, kept);
        Assert.Equal("/CheckIn/Words", left.Headers.Location!.OriginalString);
        using var gone = await ana.GetAsync(kept);
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        Assert.Null((await web.Send(new GetDraft(web.Cast.Ana.Actor)))!.Answers.Words);
    }

    private static async Task<(HttpClient Browser, Session Session)> SignedIn(WebFixture web, Guid account)
    {
        var cookies = new CookieContainer();
        var (name, value) = await web.Cookie(account);
        var session = new Session(cookies, web.Address, new Cookie(name, value) { Secure = true, HttpOnly = true });
        session.Begin();
        return (web.Anonymous(cookies), session);
    }

    /// <summary>Of somebody signed in, in one browser.</summary>
    private sealed class Session(CookieContainer cookies, Uri address, Cookie cookie)
    {
        public void Begin() => cookies.Add(address, new Cookie(cookie.Name, cookie.Value) { Secure = true });

        /// <summary>As when it has ended: everything else that the browser keeps stays.</summary>
        public void Expire() => cookies.GetCookies(address)[cookie.Name]!.Expired = true;
    }

    private static async Task<HtmlForm> WordsForm(WebFixture web, HttpClient client)
    {
        await web.Send(new StartCheckIn(web.Cast.Ana.Actor));
        return HtmlForm.In(await client.GetStringAsync("/CheckIn/Words"), "name=\"Words\"");
    }

    /// <summary>What waits is shown, and sent by its button.</summary>
    private static async Task SentFrom(HttpClient client, string kept)
    {
        var page = await client.GetStringAsync(kept);
        Assert.Contains("The nights are long.", page, StringComparison.Ordinal);
        using var sent = await HtmlForm.In(page, "Send it now").Submit(client, kept);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.DoesNotContain("/SignIn", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    /// <returns>Where they are led to.</returns>
    private static async Task<string> Password(HttpClient client, string signIn, string email, WebFixture? staff = null)
    {
        using var answer = await HtmlForm
            .In(signIn, "Password")
            .With(("Email", email), ("Password", Cast.Password))
            .Submit(client, "/SignIn");
        var next = answer.Headers.Location!.OriginalString;
        if (staff is null)
            return next;
        await staff.HalfAMinuteLater();
        using var code = await HtmlForm
            .In(await client.GetStringAsync(next), "name=\"Code\"")
            .With(("Code", Totp.Now()))
            .Submit(client, next);
        return code.Headers.Location!.OriginalString;
    }
}
