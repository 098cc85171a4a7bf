using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.App.Assessment;
using Wellbeing.App.Flags;
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
        Assert.Contains("What you entered is kept", signIn, StringComparison.Ordinal);
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
    public async Task What_was_kept_can_be_left()
    {
        await using var web = await WebFixture.Create();
        var (browser, session) = await SignedIn(web, web.Cast.Ana.Actor.UserId!.Value);
        using var ana = browser;
        var form = await WordsForm(web, ana);
        session.Expire();
        using var refused = await form.With(("Words", Words)).Submit(ana, "/CheckIn/Words");
        var kept = await Password(ana, await ana.GetStringAsync(refused.Headers.Location!), web.Cast.Ana.Email);
        using var left = await HtmlForm.In(await ana.GetStringAsync(kept), "Do not send it").Submit(ana, kept);
        Assert.Equal("/CheckIn/Words", left.Headers.Location!.OriginalString);
        using var gone = await ana.GetAsync(kept);
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        Assert.Null((await web.Send(new GetDraft(web.Cast.Ana.Actor)))!.Answers.Words);
    }

    [Fact]
    public async Task A_telephone_check_in_without_words_is_sent_after_signing_in()
    {
        await using var web = await WebFixture.Create();
        var page = $"/Staff/People/{web.Cast.Ana.Id}/CheckIn";
        await SentOnceSignedInAgain(
            web,
            web.Cast.Priya.Id,
            web.Cast.Priya.Email,
            page,
            "Call.Phone",
            ("Intensity", "8"),
            ("Functioning", "3"),
            ("Change", "Same"),
            ("ContactMe", "true")
        );
        Assert.True((await web.Db(db => db.CheckIns.SingleAsync())).ContactMe);
    }

    [Fact]
    public async Task So_is_the_wish_to_be_contacted()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new StartCheckIn(web.Cast.Ana.Actor));
        await SentOnceSignedInAgain(
            web,
            web.Cast.Ana.Actor.UserId!.Value,
            web.Cast.Ana.Email,
            "/CheckIn/Contact",
            "ContactMe",
            ("ContactMe", "true")
        );
        Assert.True((await web.Send(new GetDraft(web.Cast.Ana.Actor)))!.Answers.ContactMe);
    }

    [Fact]
    public async Task And_the_number_of_somebody_who_is_not_safe()
    {
        await using var web = await WebFixture.Create();
        await web.Send(new RaiseNotSafe(web.Cast.Ana.Actor, Guid.CreateVersion7()));
        await SentOnceSignedInAgain(
            web,
            web.Cast.Ana.Actor.UserId!.Value,
            web.Cast.Ana.Email,
            "/NotSafe?told=true",
            "Reach.Phone",
            ("Reach.Phone", "0412 345 678")
        );
        Assert.Equal(
            "0412 345 678",
            await web.Db(db => db.Participants.Where(p => p.Id == web.Cast.Ana.Id).Select(p => p.Phone).SingleAsync())
        );
    }

    [Fact]
    public async Task Who_says_that_they_are_not_safe_once_signed_out_reads_that_nobody_was_told_and_whom_to_call()
    {
        await using var web = await WebFixture.Create();
        var (browser, session) = await SignedIn(web, web.Cast.Ana.Actor.UserId!.Value);
        using var client = browser;
        var form = HtmlForm.In(await client.GetStringAsync("/NotSafe"), "name=\"requestId\"");
        session.Expire();
        using var refused = await form.Submit(client, "/NotSafe");
        var signIn = await client.GetStringAsync(refused.Headers.Location!);
        var told = signIn.IndexOf("Your nurse team has not been told yet", StringComparison.Ordinal);
        var number = signIn.IndexOf("tel:000", StringComparison.Ordinal);
        var email = signIn.IndexOf("name=\"Email\"", StringComparison.Ordinal);
        Assert.True(told > 0 && told < number && number < email, $"{told} {number} {email}");
    }

    [Fact]
    public async Task And_somebody_they_trust()
    {
        await using var web = await WebFixture.Create();
        await SentOnceSignedInAgain(
            web,
            web.Cast.Ana.Actor.UserId!.Value,
            web.Cast.Ana.Email,
            "/Contacts",
            "name=\"Relation\"",
            ("Name", "Joe"),
            ("Email", "joe@example.org"),
            ("Relation", "Brother"),
            ("ConsentFrom", "Urgent"),
            ("Scope", "Call"),
            ("Language", "en-AU"),
            ("Zone", "Australia/Sydney")
        );
    }

    [Fact]
    public async Task And_what_an_administrator_filled_in()
    {
        await using var web = await WebFixture.Create();
        await SentOnceSignedInAgain(
            web,
            web.Cast.Ruth.Id,
            web.Cast.Ruth.Email,
            "/Admin/Staff",
            "Send the invitation",
            ("Name", "Ngaire Walker"),
            ("Email", "ngaire@team.example"),
            ("Roles", "Nurse")
        );
        Assert.True(await web.Db(db => db.Users.AnyAsync(u => u.Email == "ngaire@team.example")));
    }

    [Fact]
    public async Task Every_page_keeps_what_is_sent_to_it_but_those_of_passwords_codes_files_and_endings()
    {
        await using var web = await WebFixture.Create();
        var (kept, lost) = (new List<string>(), new List<string>());
        foreach (
            var page in web
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e =>
                    e.Metadata.GetMetadata<PageActionDescriptor>() is not null
                    && e.Metadata.GetMetadata<IAllowAnonymous>() is null
                )
        )
        {
            var path = Routes.Pattern(page);
            foreach (var parameter in page.RoutePattern.Parameters)
                path = path.Replace(
                    $"{{{parameter.Name}}}",
                    parameter.ParameterPolicies.Any(p => p.Content == "int")
                        ? "1"
                        : "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
                    StringComparison.Ordinal
                );
            using var stranger = web.Anonymous();
            using var form = new FormUrlEncodedContent([
                new("__RequestVerificationToken", "of an ended session"),
                new("Answer", "8"),
            ]);
            using var answer = await stranger.PostAsync(path, form);
            var to = answer.Headers.Location!.OriginalString;
            Assert.Contains("/SignIn?", to, StringComparison.Ordinal);
            var waits = (await stranger.GetStringAsync(to)).Contains(
                "What you entered is kept",
                StringComparison.Ordinal
            );
            Assert.Contains(waits ? "ended=kept" : "ended=lost", to, StringComparison.Ordinal);
            (waits ? kept : lost).Add(Routes.Pattern(page).Replace("/Index", "", StringComparison.Ordinal));
        }

        Assert.Equal(
            [
                "/Account/Confirm",
                "/Account/Passkeys",
                "/Account/Password",
                "/Account/SecondFactor",
                "/Admin/Import",
                "/Settings/Close",
                "/SignIn/Kept",
            ],
            lost.Distinct().Order(StringComparer.Ordinal)
        );
        Assert.True(kept.Count > 50, string.Join(", ", kept));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_said_to_be_lost()
    {
        await using var web = await WebFixture.Create();
        var (browser, session) = await SignedIn(web, web.Cast.Ruth.Id);
        using var ruth = browser;
        var token = HtmlForm
            .In(await ruth.GetStringAsync("/Admin/Branding"), "Telephone")
            .Fields.Single(f => f.Key == "__RequestVerificationToken");
        session.Expire();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token.Value), token.Key },
            { new ByteArrayContent([1, 2, 3]), "Logo", "logo.png" },
        };
        using var refused = await ruth.PostAsync("/Admin/Branding", form);
        var signIn = await ruth.GetStringAsync(refused.Headers.Location!);
        Assert.Contains(
            "You have been signed out. What you sent just now is not saved.",
            signIn,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("is kept", signIn, StringComparison.Ordinal);

        // Who only opens a page is told nothing of the kind, and a page that asks by itself keeps nothing.
        using var opened = await ruth.GetAsync("/Admin/Branding");
        Assert.DoesNotContain("ended", opened.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var asks = new HttpRequestMessage(HttpMethod.Post, "/Staff/ToRead?handler=Counts")
        {
            Content = new FormUrlEncodedContent([token]),
            Headers = { { "X-Requested-With", "fetch" } },
        };
        using var asked = await ruth.SendAsync(asks);
        Assert.False(asked.Headers.Contains("Set-Cookie"));
    }

    /// <summary>Filled in, sent when the session had ended, and sent by "Send it now" after signing in.</summary>
    private static async Task SentOnceSignedInAgain(
        WebFixture web,
        Guid account,
        string email,
        string page,
        string containing,
        params (string, string)[] answers
    )
    {
        var (browser, session) = await SignedIn(web, account);
        using var client = browser;
        var form = HtmlForm.In(await client.GetStringAsync(page), containing);
        session.Expire();
        using var refused = await form.With(answers).Submit(client, page);
        var signIn = await client.GetStringAsync(refused.Headers.Location!);
        Assert.Contains(
            "You have been signed out. What you entered is kept for half an hour.",
            signIn,
            StringComparison.Ordinal
        );
        var kept = await Password(client, signIn, email, account == web.Cast.Ana.Actor.UserId ? null : web);
        Assert.StartsWith("/SignIn/Kept", kept, StringComparison.Ordinal);
        using var sent = await HtmlForm.In(await client.GetStringAsync(kept), "Send it now").Submit(client, kept);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.DoesNotContain("/SignIn", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
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
