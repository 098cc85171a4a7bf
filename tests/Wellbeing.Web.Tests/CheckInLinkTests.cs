using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>The one-tap link in an invitation: opens this check-in and nothing else.</summary>
public sealed partial class CheckInLinkTests
{
    [Fact]
    public async Task The_link_opens_the_check_in_by_POST_alone_without_a_password_and_nothing_else()
    {
        await using var web = await WebFixture.Create();
        var path = await Invited(web);
        var client = web.Anonymous();

        // A scanner may look as often as it likes.
        for (var look = 0; look < 3; look++)
        {
            using var seen = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
            Assert.True(seen.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", Assert.Single(seen.Headers.GetValues("Referrer-Policy")));
            Assert.False(
                seen.Headers.TryGetValues("Set-Cookie", out var cookies)
                    && cookies.Any(c => c.Contains("check-in", StringComparison.Ordinal))
            );
        }

        using (var started = await Tap(client, path))
            Assert.Equal("/CheckIn", started.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/CheckIn")).StatusCode);

        foreach (var elsewhere in new[] { "/Trend", "/Settings", "/Contacts", "/Staff/Flags", "/Admin" })
        {
            using var answer = await client.GetAsync(elsewhere);
            Assert.Equal("/SignIn", answer.Headers.Location!.AbsolutePath);
        }

        Assert.DoesNotContain("Ana", await client.GetStringAsync("/"), StringComparison.Ordinal);
        using var api = await client.GetAsync("/api/v1/check-ins");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task It_works_once_and_a_used_one_offers_another_by_mail()
    {
        await using var web = await WebFixture.Create();
        var path = await Invited(web);
        using (await Tap(web.Anonymous(), path))
            web.Clock.Advance(TimeSpan.FromMinutes(1));

        var client = web.Anonymous();
        var page = await client.GetStringAsync(path);
        Assert.Contains("This link was used already", page, StringComparison.Ordinal);
        using (var again = await HtmlForm.In(page, "Send me a new link").Submit(client, path + "?handler=Again"))
            Assert.Contains(
                "A new link is on its way",
                await again.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        var fresh = await LinkInMail(web);
        Assert.NotEqual(path, fresh);
        using var started = await Tap(client, fresh);
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);

        // There is an end to it.
        for (var more = 0; more < 5; more++)
        {
            using var asked = await HtmlForm
                .In(await client.GetStringAsync(path), "Send me")
                .Submit(client, path + "?handler=Again");
        }

        Assert.Equal(5, await web.Db(db => db.LinkTokens.CountAsync(t => t.Purpose == LinkPurpose.CheckIn)));
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Of_two_who_use_it_at_once_both_taps_of_one_hand_count_and_a_later_one_does_not()
    {
        await using var web = await WebFixture.Create();
        var path = await Invited(web);
        using (var first = await Tap(web.Anonymous(), path))
            Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var late = web.Anonymous();
        var form = HtmlForm.In(await late.GetStringAsync("/SignIn"), "name=\"Password\""); // For its anti-forgery token.
        using (var second = await form.Submit(web.Anonymous(), path))
            Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode); // No cookie, no token.
        using (var second = await form.Submit(late, path))
            Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        web.Clock.Advance(TimeSpan.FromSeconds(31));
        using (var third = await form.Submit(late, path))
            Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Not_safe_works_within_it_and_the_session_ends_with_the_sending()
    {
        await using var web = await WebFixture.Create();
        var path = await Invited(web);
        var client = web.Anonymous();
        using (await Tap(client, path)) { }
        using (
            var told = await HtmlForm
                .In(await client.GetStringAsync("/NotSafe"), "requestId")
                .Submit(client, "/NotSafe")
        )
            Assert.Equal(HttpStatusCode.Redirect, told.StatusCode);
        Assert.Single(await web.Db(db => db.Flags.ToListAsync()));

        await web.Send(web.Cast.Ana.CheckIn());
        using (var sent = await client.GetAsync("/CheckIn"))
            Assert.StartsWith("/CheckIn/Done", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("This check-in is sent", await web.Anonymous().GetStringAsync(path), StringComparison.Ordinal);
        web.Clock.Advance(TimeSpan.FromMinutes(31));
        using (var over = await client.GetAsync("/CheckIn"))
            Assert.Equal("/CheckIn/Link", over.Headers.Location!.OriginalString);
        using (var gone = await client.GetAsync("/CheckIn"))
            Assert.Equal("/SignIn", gone.Headers.Location!.AbsolutePath);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_prompt_s_link_and_session_end_with_it()
    {
        await using var web = await WebFixture.Create();
        var path = await Invited(web);
        var client = web.Anonymous();
        using (await Tap(client, path))
            web.Clock.Advance(TimeSpan.FromHours(13));
        using (var over = await client.GetAsync("/CheckIn"))
            Assert.Equal("/SignIn", over.Headers.Location!.AbsolutePath);
        web.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Contains(
            "This link no longer works",
            await web.Anonymous().GetStringAsync(path),
            StringComparison.Ordinal
        );
        using var late = await HtmlForm
            .In(await client.GetStringAsync("/SignIn"), "name=\"Password\"")
            .Submit(client, path);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Contains(
            "This link no longer works",
            await web.Anonymous().GetStringAsync("/CheckIn/Link/made-up"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task On_a_shared_device_the_check_in_is_that_of_the_link_s_owner()
    {
        await using var web = await WebFixture.Create();
        var path = await Invited(web);
        using var omars = await web.SignedInByCookie(web.Cast.Omar.Actor.UserId!.Value);
        using (await HtmlForm.In(await omars.GetStringAsync(path), "Start my check-in").Submit(omars, path)) { }

        using (await HtmlForm.In(await omars.GetStringAsync("/CheckIn")).Submit(omars, "/CheckIn")) { }
        Assert.Equal(web.Cast.Ana.Id, (await web.Db(db => db.CheckInDrafts.SingleAsync())).ParticipantId);
        Assert.Contains("Omar", await omars.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_kept_as_a_hash_and_forgotten_once_the_mail_is_out()
    {
        await using var web = await WebFixture.Create();
        var secret = (await Invited(web)).Split('/')[^1];
        Assert.Equal(43, secret.Length);
        var token = await web.Db(db => db.LinkTokens.SingleAsync());
        Assert.Equal(LinkToken.HashOf(secret), token.Hash);
        Assert.Null((await web.Db(db => db.Messages.SingleAsync(n => n.PromptId == token.SubjectId))).SealedSecret);
    }

    /// <summary>Ana's first prompt fell due; the path of the link in her mail.</summary>
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
        return await LinkInMail(web);
    }

    private static async Task<string> LinkInMail(WebFixture web)
    {
        await web.Send(new SendDueMessages(Actor.System, "test"));
        return Link().Match(Assert.Single(web.Mailbox.Expect(web.Cast.Ana.Email)).Text).Value;
    }

    private static async Task<HttpResponseMessage> Tap(HttpClient client, string path) =>
        await HtmlForm.In(await client.GetStringAsync(path), "Start my check-in").Submit(client, path);

    [GeneratedRegex(@"/CheckIn/Link/[\w-]+")]
    private static partial Regex Link();
}
