using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.SupportContacts;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>A support contact has hours of their own: by the participant, when they say yes, and later by the link in
/// their mails.</summary>
public sealed partial class ContactHoursTests
{
    [Fact]
    public async Task Who_cannot_call_is_promised_nobody_else_where_a_nurse_has_it_already()
    {
        await using var web = await WebFixture.Create();
        const string bea = "bea@home.example";
        await web.Cast.AddConfirmedContact(web.Cast.Ana, "Bea", bea);
        await web.Send(web.Cast.Ana.CheckIn(contactMe: true));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = web.Mailbox.Read().Single(m => m.ToAddress == bea).Text;
        var link = Regex.Match(mail, @"I can’t right now:\n\S+(/Contacts/Call/[\w-]+)").Groups[1].Value;
        var flag = await web.Db(db => db.Flags.Select(f => f.Id).SingleAsync());
        await web.Send(new AcknowledgeFlag(web.Cast.Priya.Actor, flag));

        using var client = web.Anonymous();
        var page = await client.GetStringAsync(link);
        using var sent = await HtmlForm.In(page, "wb-button").Submit(client, link);
        var thanks = await client.GetStringAsync(sent.Headers.Location);
        foreach (var said in new[] { page, thanks })
        {
            Assert.Contains("the nurse team does not wait for you", said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("someone else", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_person_s_home_says_how_far_they_have_come_with_support_contacts()
    {
        await using var web = await WebFixture.Create();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        Assert.Contains(">Choose my support contacts<", await ana.GetStringAsync("/"), StringComparison.Ordinal);

        var bea = await web.Send(
            new NominateContact(web.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        var asked = await ana.GetStringAsync("/");
        Assert.Contains(">My support contacts (waiting for an answer)<", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Choose my support contacts", asked, StringComparison.Ordinal);

        await web.Db(async db =>
        {
            (await db.SupportContacts.SingleAsync(c => c.Id == bea)).Confirm(web.Now);
            await db.SaveChangesAsync();
        });
        Assert.Contains(">My support contacts<", await ana.GetStringAsync("/"), StringComparison.Ordinal);

        await web.Send(new WithdrawContact(web.Cast.Ana.Actor, bea));
        Assert.Contains(">Choose my support contacts<", await ana.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_question_waits_for_their_hours_the_page_says_when_it_leaves()
    {
        await using var web = await WebFixture.Create();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        web.Clock.SetUtcNow(new DateTimeOffset(2026, 2, 2, 10, 0, 0, TimeSpan.Zero)); // Nine in the evening in Hobart.
        await web.Send(
            new NominateContact(web.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var page = WebUtility.HtmlDecode(await ana.GetStringAsync("/Contacts"));
        Assert.Matches(
            "We have not asked them yet\\. The question goes to them by email: tomorrow at 8:00.{1,8}am\\.",
            page
        );
        Assert.DoesNotContain("We asked them.", page, StringComparison.Ordinal);

        web.Clock.SetUtcNow(new DateTimeOffset(2026, 2, 2, 21, 0, 0, TimeSpan.Zero));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Ignore();
        Assert.Contains(
            "We asked them. They have not answered yet.",
            await ana.GetStringAsync("/Contacts"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_participant_the_answer_and_the_link_that_stops_the_mails_each_change_the_hours()
    {
        await using var web = await WebFixture.Create();
        using var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        var page = await ana.GetStringAsync("/Contacts");
        foreach (
            var expected in new[]
            {
                "value=\"08:00\"",
                "value=\"20:00\"",
                "<optgroup label=\"Australia\">",
                "<option value=\"Australia/Hobart\" selected",
            }
        )
            Assert.Contains(expected, page, StringComparison.Ordinal);
        var form = HtmlForm
            .In(page, "name=\"Relation\"")
            .With(
                ("Name", "Bea"),
                ("Email", "bea@home.example"),
                ("Relation", "sister"),
                ("ConsentFrom", "Soon"),
                ("Scope", "Call"),
                ("Language", "en-AU"),
                ("Zone", "Australia/Perth")
            );
        using (var refused = await form.With(("HoursFrom", "09:00"), ("HoursUntil", "10:00")).Submit(ana, "/Contacts"))
        {
            var said = await refused.Content.ReadAsStringAsync();
            Assert.Contains("Choose at least two hours.", said, StringComparison.Ordinal);
            Assert.Contains("value=\"bea@home.example\"", said, StringComparison.Ordinal);
        }

        using (var added = await form.With(("HoursFrom", "09:00"), ("HoursUntil", "17:00")).Submit(ana, "/Contacts"))
            Assert.True(added.StatusCode == HttpStatusCode.Redirect, Said(await added.Content.ReadAsStringAsync()));
        Assert.Equal(new ContactHours(new TimeOnly(9, 0), new TimeOnly(17, 0), "Australia/Perth"), await Hours(web));
        Assert.Contains("Perth time", await ana.GetStringAsync("/Contacts"), StringComparison.Ordinal);

        // Bea is asked by her own clock, and says when.
        web.Clock.SetUtcNow(new DateTimeOffset(2026, 2, 3, 4, 0, 0, TimeSpan.Zero)); // Noon in Perth.
        await web.Send(new SendDueMessages(Actor.System, "test"));
        using var bea = web.Anonymous();
        var answer = new Uri(
            Answer().Match(web.Mailbox.Attempts.Last(m => m.ToAddress == "bea@home.example").Text).Value
        ).PathAndQuery;
        var asked = HtmlForm.In(await bea.GetStringAsync(answer), "name=\"yes\"");
        using (
            var wrong = await asked
                .With(("yes", "true"), ("HoursFrom", "ten"), ("HoursUntil", "21:00"))
                .Submit(bea, answer)
        )
            Assert.Contains("Enter a time", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (
            var yes = await asked
                .With(("yes", "true"), ("HoursFrom", "10:00"), ("HoursUntil", "21:00"), ("Zone", "Europe/Rome"))
                .Submit(bea, answer)
        )
            Assert.Equal(HttpStatusCode.Redirect, yes.StatusCode);
        Assert.Equal(new ContactHours(new TimeOnly(10, 0), new TimeOnly(21, 0), "Europe/Rome"), await Hours(web));

        // Later she changes them where she could stop the mails, and stays a contact.
        var contact = Assert.Single(await web.Send(new GetMyContacts(web.Cast.Ana.Actor)));
        await web.Send(new SendContactTest(web.Cast.Ana.Actor, contact.Id));
        web.Clock.SetUtcNow(new DateTimeOffset(2026, 2, 3, 10, 0, 0, TimeSpan.Zero)); // Eleven in Rome.
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var stop = new Uri(
            Stop().Match(web.Mailbox.Attempts.Last(m => m.ToAddress == "bea@home.example").Text).Value
        ).PathAndQuery;
        var choice = HtmlForm.In(await bea.GetStringAsync(stop), "handler=Hours");
        using (
            var saved = await choice
                .With(("HoursFrom", "22:00"), ("HoursUntil", "04:00"), ("Zone", "Europe/Rome"))
                .Submit(bea, stop)
        )
            Assert.Contains("/Contacts/Thanks/hours", saved.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal((new TimeOnly(22, 0), SupportContactState.Confirmed), await Now(web));
        using (var still = await bea.GetAsync(stop))
            Assert.Contains("value=\"22:00\"", await still.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    /// <summary>What a page says at its head and beside its fields, without markup.</summary>
    private static string Said(string page) =>
        string.Join(" / ", Errors().Matches(page).Select(m => Regex.Replace(m.Value, "<[^>]*>|\\s+", " ").Trim()));

    private static async Task<ContactHours> Hours(WebFixture web) =>
        Assert.Single(await web.Send(new GetMyContacts(web.Cast.Ana.Actor))).Hours;

    private static async Task<(TimeOnly From, SupportContactState State)> Now(WebFixture web) =>
        Assert.Single(await web.Send(new GetMyContacts(web.Cast.Ana.Actor))) is var contact
            ? (contact.Hours.From, contact.State)
            : default;

    [GeneratedRegex("<[^>]*error-(message|summary).*?</(p|div)>", RegexOptions.Singleline)]
    private static partial Regex Errors();

    [GeneratedRegex(@"https?://\S+/Contacts/Answer/\S+")]
    private static partial Regex Answer();

    [GeneratedRegex(@"https?://\S+/Contacts/Stop/\S+")]
    private static partial Regex Stop();
}
