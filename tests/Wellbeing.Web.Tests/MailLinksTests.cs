using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.SupportContacts;
using Wellbeing.Web.Tests.Hosting;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Tests;

/// <summary>Links in mails, as their readers, their mail programs and their scanners use them.</summary>
public sealed class MailLinksTests
{
    private const string Bea = "bea@home.example";

    private static async Task<OutgoingMail> MailToContact(WebFixture web)
    {
        var id = await web.Send(new NominateContact(web.Cast.Ana.Actor, "Bea", Bea, null, "sister", Severity.Soon));
        await web.Db(async db =>
        {
            (await db.SupportContacts.SingleAsync(c => c.Id == id)).Confirm(web.Now);
            await db.SaveChangesAsync();
        });
        await web.Send(web.Cast.Ana.CheckIn(contactMe: true));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        return web.Mailbox.Read().Single(m => m.ToAddress == Bea);
    }

    private static string Path(OutgoingMail mail, string label) =>
        new Uri(Regex.Match(mail.Text, $@"{label}:\n(\S+)").Groups[1].Value).AbsolutePath;

    [Theory]
    [InlineData("I have been in touch", "/Contacts/Thanks/in-touch")]
    [InlineData("I can’t right now", "/Contacts/Thanks/cannot")]
    [InlineData("Stop these emails", "/Contacts/Thanks/stopped")]
    public async Task Opening_a_link_changes_nothing_and_posting_its_form_does(string label, string thanks)
    {
        await using var web = await WebFixture.Create();
        var path = Path(await MailToContact(web), label);
        using var client = web.Anonymous();
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using var looked = await client.SendAsync(head);
        using var opened = await client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (looked.StatusCode, opened.StatusCode));
        Assert.True(opened.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", Assert.Single(opened.Headers.GetValues("Referrer-Policy")));
        Assert.True(await web.Db(db => db.LinkTokens.AllAsync(t => t.UsedAtUtc == null)));

        using var posted = await HtmlForm
            .In(await opened.Content.ReadAsStringAsync(), "data-prevent-double-click")
            .Submit(client, path);
        Assert.Equal((HttpStatusCode.Redirect, thanks), (posted.StatusCode, posted.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(thanks)).StatusCode);
        Assert.Contains("does not work any more", await client.GetStringAsync(path), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_mail_programs_own_button_stops_a_contacts_mails_without_cookies_or_a_page()
    {
        await using var web = await WebFixture.Create();
        var mail = await MailToContact(web);
        using var client = web.Anonymous();
        using var oneClick = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        using var answer = await client.PostAsync(mail.UnsubscribeUrl!.AbsolutePath, oneClick);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode); // Not a redirect: RFC 8058.
        Assert.Equal(
            SupportContactState.Declined,
            await web.Db(db => db.SupportContacts.Select(c => c.State).SingleAsync())
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Without_the_form_the_other_answers_are_not_taken()
    {
        await using var web = await WebFixture.Create();
        var path = Path(await MailToContact(web), "I can’t right now");
        using var client = web.Anonymous();
        using var nothing = new FormUrlEncodedContent([]);
        using var answer = await client.PostAsync(path, nothing);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(await web.Db(db => db.LinkTokens.AllAsync(t => t.UsedAtUtc == null)));
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Fewer_mails_about_check_ins_by_one_click_or_by_the_page()
    {
        await using var web = await WebFixture.Create();
        for (var hour = 0; hour < 7 * 24; hour++)
        {
            web.Clock.Advance(TimeSpan.FromHours(1));
            await web.Send(new AdvancePrompts(Actor.System));
            await web.Send(new SendDueMessages(Actor.System, "test"));
        }

        var path = web.Mailbox.Read().First(m => m.ToAddress == web.Cast.Ana.Email).UnsubscribeUrl!.AbsolutePath;
        Task<PromptMails> Now() =>
            web.Db(db => db.Participants.Where(p => p.Id == web.Cast.Ana.Id).Select(p => p.PromptMails).SingleAsync());
        using var client = web.Anonymous();

        var page = await client.GetStringAsync(path);
        Assert.Equal(PromptMails.InvitationAndReminder, await Now());
        using var saved = await HtmlForm
            .In(page, "name=\"Mails\"")
            .With(("Mails", "InvitationOnly"))
            .Submit(client, path);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(PromptMails.InvitationOnly, await Now());

        using var oneClick = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        using var answer = await client.PostAsync(path, oneClick);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(PromptMails.None, await Now());
        Assert.Contains(
            "sign in and open Settings",
            await client.GetStringAsync("/Reminders/Stop/not-ours"),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }
}
