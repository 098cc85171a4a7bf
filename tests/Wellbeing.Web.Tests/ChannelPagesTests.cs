using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.SupportContacts;
using Wellbeing.Testing;
using Wellbeing.Web.Tests.Hosting;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Tests;

/// <summary>The ways out, as an administrator sets them up and a nurse reads of them: webhooks, mail, what contacts
/// answer.</summary>
public sealed partial class ChannelPagesTests
{
    private const string Webhooks = "/Admin/Webhooks";
    private const string Mail = "/Admin/Mail";
    private const string Policy = "/Admin/Policies/Urgent";

    [GeneratedRegex("<[^>]+>|\\s+")]
    private static partial Regex Markup();

    private static string Text(string html) =>
        string.Join(
            ' ',
            Markup().Replace(WebUtility.HtmlDecode(html), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    private static async Task<string> Press(
        HttpClient client,
        string page,
        string button,
        params (string, string)[] values
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

    [Fact]
    public async Task An_administrator_sets_a_webhook_up_tries_it_and_chooses_it_in_a_policy_and_the_nurse_reads_what_became_of_it()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var web = await WebFixture.Create(
            new WebSetup { Settings = [("Webhooks:AllowPrivateAddresses", "true")] }
        );
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        var refused = await Press(ruth, Webhooks, "Add it", ("Name", ""), ("Address", "http://hooks.example.org/in"));
        Assert.Contains("Enter a name of at most 100 characters.", refused, StringComparison.Ordinal);
        Assert.Contains("Enter an address that begins with https://.", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"http://hooks.example.org/in\"", refused, StringComparison.Ordinal); // What was typed stays.
        var added = await Press(ruth, Webhooks, "Add it", ("Name", "Pager"), ("Address", receiver.Url.AbsoluteUri));
        Assert.Matches("whsec_[A-Za-z0-9+/]{43}=", WebUtility.HtmlDecode(added));
        Assert.DoesNotContain("whsec_", await ruth.GetStringAsync(Webhooks), StringComparison.Ordinal); // Shown once.
        Assert.Contains(
            "Choose another name",
            await Press(ruth, Webhooks, "Add it", ("Name", "Pager"), ("Address", receiver.Url.AbsoluteUri)),
            StringComparison.Ordinal
        );

        receiver.Answer = _ => (401, "Who are you?");
        Assert.Contains(
            "It answered 401. The endpoint refused the request. It said: Who are you?",
            Text(await Press(ruth, Webhooks, "Send a test")),
            StringComparison.Ordinal
        );
        receiver.Answer = _ => (204, "");
        Assert.Contains(
            "The endpoint took the test",
            await Press(ruth, Webhooks, "Send a test"),
            StringComparison.Ordinal
        );
        Assert.Contains("\"type\":\"test\"", receiver.Received.Last().Body, StringComparison.Ordinal);

        var form = HtmlForm.In(await ruth.GetStringAsync(Policy), "BasedOn");
        var choice = Regex.Match(await ruth.GetStringAsync(Policy), "value=\"(webhook:[0-9a-f-]+)\"").Groups[1].Value;
        form = form.With([
            .. form
                .Fields.Where(f => f.Key.EndsWith(".After", StringComparison.Ordinal) && f.Key != "Steps[0].After")
                .Select(f => (f.Key.Replace(".After", ".Unit", StringComparison.Ordinal), "minutes")),
            ("RepeatUnit", "hours"),
            ("HeldUnit", "hours"),
            ("Reason", "The pager wakes people"),
            ("Steps[0].Tell", choice),
        ]);
        using var reviewed = await form.Submit(ruth, Policy);
        var review = await reviewed.Content.ReadAsStringAsync();
        Assert.Contains("Pager (webhook)", review, StringComparison.Ordinal); // In what would happen.
        using (var published = await HtmlForm.In(review, "Publish version 2").Submit(ruth, Policy, "Publish"))
            Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
        Assert.Contains("The webhook Pager", await ruth.GetStringAsync("/Admin/Policies"), StringComparison.Ordinal);

        receiver.Answer = _ => (503, "Busy");
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        receiver.Answer = _ => (204, "");
        web.Clock.Advance(TimeSpan.FromMinutes(1.5));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var told = Text(
            await priya.GetStringAsync(
                $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id}"
            )
        );
        foreach (
            var line in new[]
            {
                "Step 1 told Pager (webhook)",
                "The webhook Pager has not taken the message yet (503)",
                "It is tried again. The endpoint could not take it now. It said: Busy",
                "The webhook Pager took the message (204)",
            }
        )
            Assert.Contains(line, told, StringComparison.Ordinal);
        Assert.Contains(
            "A flag, to another system (webhook)",
            await ruth.GetStringAsync("/Admin/Messages"),
            StringComparison.Ordinal
        );

        Assert.Contains(
            "Pager is not told any more",
            await Press(ruth, Webhooks, "Switch off"),
            StringComparison.Ordinal
        );
        var readiness = await ruth.GetStringAsync("/Admin/Readiness");
        Assert.Contains("The webhook Pager is switched off", readiness, StringComparison.Ordinal);
        Assert.Contains("Step 1 for urgent flags reaches nobody", readiness, StringComparison.Ordinal);
        var renamed = Regex.Match(await ruth.GetStringAsync(Webhooks), "/Admin/Webhooks\\?change=[0-9a-f-]+").Value;
        Assert.Contains(
            "Night pager is changed",
            await Press(ruth, renamed, "Save", ("Name", "Night pager")),
            StringComparison.Ordinal
        );
        Assert.Contains("switched off", await ruth.GetStringAsync(Webhooks), StringComparison.Ordinal); // Changing it does not switch it on.
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_test_mail_shows_what_the_server_answered_and_a_refused_address_is_cleared_once_somebody_said_yes()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains("None: no address is held back.", await ruth.GetStringAsync(Mail), StringComparison.Ordinal);

        web.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "2.0.0 queued as 4711");
        Assert.Contains(
            "The mail server took it: 250 2.0.0 queued as 4711.",
            Text(await Press(ruth, Mail, "Send a test mail")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "a test of the email settings",
            Assert.Single(web.Mailbox.Expect(web.Cast.Ruth.Email)).Subject,
            StringComparison.Ordinal
        );
        web.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(
            DeliveryPhase.Auth,
            535,
            "The mail server refused the sign-in. Check Mail:User and Mail:Password."
        );
        Assert.Contains(
            "It did not leave, at “auth”: 535 The mail server refused the sign-in. Check Mail:User and Mail:Password. It is tried again.",
            Text(await Press(ruth, Mail, "Send a test mail")),
            StringComparison.Ordinal
        );

        // A colleague, somebody who checks in, and a support contact: of the last two no more than that.
        var bea = await web.Send(
            new NominateContact(web.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        await web.Db(db =>
            db.Users.Where(a => a.Id == web.Cast.Tom.Id || a.Email == web.Cast.Ana.Email)
                .ExecuteUpdateAsync(a =>
                    a.SetProperty(x => x.AddressRefusedAtUtc, web.Now)
                        .SetProperty(x => x.AddressRefusal, "550 5.1.1 No such user")
                )
        );
        web.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(
            DeliveryPhase.RcptTo,
            550,
            "5.1.1 No such user",
            AddressRefused: true
        );
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Clock.Advance(Message.RefusedAgainAfter); // Given up once it was refused again.
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var page = Text(await ruth.GetStringAsync(Mail));
        foreach (
            var words in new[]
            {
                "Tom Walker",
                "the mail server said: 550 5.1.1 No such user",
                "Somebody who checks in",
                "A support contact",
                "bea@home.example",
            }
        )
            Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Bea", page, StringComparison.Ordinal);
        Assert.Contains(">Yes, it works again<", await ruth.GetStringAsync(Mail), StringComparison.Ordinal);

        web.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        Assert.Contains(
            "The address is written to again",
            await Press(ruth, Mail, web.Cast.Tom.Id.ToString()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The address is written to again",
            await Press(ruth, Mail, bea.ToString()),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Tom Walker", await ruth.GetStringAsync(Mail), StringComparison.Ordinal);
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Expect("bea@home.example"); // She had not answered: she is asked once more.
        Assert.Equal(
            2,
            await web.Db(db =>
                db.AuditRecords.CountAsync(a =>
                    a.Action == AuditActions.AddressTriedAgain && a.ActorId == web.Cast.Ruth.Id
                )
            )
        );

        for (var i = 0; i < SendTestMail.PerHour; i++)
            await web.Send(new SendTestMail(web.Cast.Ruth.Actor));
        Assert.Contains("Wait a little", await Press(ruth, Mail, "Send a test mail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_comes_back_after_the_time_was_over_takes_the_missed_check_in_back()
    {
        await using var web = await WebFixture.Create(
            new WebSetup
            {
                Settings =
                [
                    ("Mail:Bounces:Address", "bounces@wellbeing.example"),
                    ("Mail:Bounces:Host", "localhost"),
                    ("Mail:Bounces:Port", "1"),
                    ("Mail:Bounces:User", "bounces"),
                    ("Mail:Bounces:Password", "secret"),
                ],
            }
        );
        async Task At(int days)
        {
            web.Clock.Advance(TimeSpan.FromDays(days));
            await web.Send(new AdvancePrompts(Actor.System));
            await web.Send(new SendDueMessages(Actor.System, "test"));
        }

        for (var day = 0; day < 8; day++)
            await At(1); // Everybody is asked once, on a Tuesday.
        await At(2);
        await At(2);
        async Task<NotHeardState> Ana() =>
            (await web.Send(new ListNotHeardFrom(web.Cast.Priya.Actor)))
                .Rows.Single(r => r.ParticipantId == web.Cast.Ana.Id)
                .State;
        Assert.Equal(NotHeardState.Missed, await Ana());
        var report = 0;
        foreach (var mail in web.Mailbox.Attempts.Where(m => m.ToAddress == web.Cast.Ana.Email).ToList())
            await web.Send(
                new RecordBounce(
                    Actor.System,
                    new BounceReport(
                        $"{report++}@relay.example",
                        [$"<{mail.EnvelopeFrom}>"],
                        ReportKind.Failed,
                        "5.1.1",
                        "550 no such user"
                    )
                )
            );
        Assert.Equal(NotHeardState.NotDelivered, await Ana());
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var list = Text(await priya.GetStringAsync("/Staff/NotHeard?show=notdelivered&mail=notdelivered"));
        foreach (var told in new[] { "Ana", "Not delivered", "ask for an email address that works" })
            Assert.Contains(told, list, StringComparison.Ordinal);
        Assert.Contains(
            "could not be delivered",
            Text(await priya.GetStringAsync($"/Staff/People/{web.Cast.Ana.Id}")),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_mail_that_came_back_stands_in_the_timeline_and_among_the_messages()
    {
        await using var web = await WebFixture.Create(
            new WebSetup
            {
                Settings =
                [
                    ("Mail:Bounces:Address", "bounces@wellbeing.example"),
                    ("Mail:Bounces:Host", "localhost"),
                    ("Mail:Bounces:Port", "1"),
                    ("Mail:Bounces:User", "bounces"),
                    ("Mail:Bounces:Password", "secret"),
                ],
            }
        );
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var cameTo = web.Mailbox.Attempts.Single(m => m.ToAddress == web.Cast.Priya.Email).EnvelopeFrom!;
        web.Clock.Advance(TimeSpan.FromMinutes(2));
        await web.Send(
            new RecordBounce(
                Actor.System,
                new BounceReport("r1@relay.example", [$"<{cameTo}>"], ReportKind.Failed, "5.1.1", "550 no such user")
            )
        );
        using var tom = await web.SignedInByCookie(web.Cast.Tom.Id);
        var told = Text(
            await tom.GetStringAsync(
                $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Tom.Actor))).Rows.Single().Id}"
            )
        );
        foreach (
            var line in new[]
            {
                "Email to Priya Nair accepted (250)",
                "Email to Priya Nair came back (5.1.1)",
                "It did not arrive. The server said: 550 no such user",
                "The next step was taken early",
                "A colleague’s address refused our email",
            }
        )
            Assert.Contains(line, told, StringComparison.Ordinal);
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(
            "It came back: 5.1.1 550 no such user",
            Text(await ruth.GetStringAsync("/Admin/Messages")),
            StringComparison.Ordinal
        );
        var mail = Text(await ruth.GetStringAsync(Mail));
        Assert.Contains(
            "To bounces@wellbeing.example, read at localhost, folder INBOX, every 5 minutes",
            mail,
            StringComparison.Ordinal
        );
        Assert.Contains("the mail server said: 5.1.1 550 no such user", mail, StringComparison.Ordinal);
        Assert.Contains("has not been read yet", mail, StringComparison.Ordinal);

        // The same words stand where administrators look: on the page of mails, on Operations and in Readiness.
        await web.Send(new ReadBounces(Actor.System)); // Nothing listens there.
        web.Clock.Advance(TimeSpan.FromMinutes(61));
        foreach (var page in new[] { Mail, "/Admin/Operations", "/Admin/Readiness" })
            Assert.Contains("localhost, port 1:", Text(await ruth.GetStringAsync(page)), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task An_answer_that_no_program_understands_is_read_and_decided_by_an_administrator()
    {
        const string unknown = "/Admin/Mail/Unknown";
        await using var web = await WebFixture.Create(
            new WebSetup
            {
                Settings =
                [
                    ("Mail:Bounces:Address", "bounces@wellbeing.example"),
                    ("Mail:Bounces:Host", "localhost"),
                    ("Mail:Bounces:Port", "1"),
                    ("Mail:Bounces:User", "bounces"),
                    ("Mail:Bounces:Password", "secret"),
                ],
            }
        );
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var cameTo = web.Mailbox.Attempts.Single(m => m.ToAddress == web.Cast.Priya.Email).EnvelopeFrom!;
        web.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (
            var report in new[]
            {
                new BounceReport("u1@home.example", [cameTo], ReportKind.Unknown, "", "")
                {
                    Text = "Hm\n\n<b>Who</b> are you?\nI know nobody of that name.",
                },
                new BounceReport("a1@home.example", [cameTo], ReportKind.Answered, "", ""),
            }
        )
            await web.Send(new RecordBounce(Actor.System, report));
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(
            "1 answer to our emails could not be read by the system",
            Text(await ruth.GetStringAsync("/Admin/Readiness")),
            StringComparison.Ordinal
        );
        foreach (var page in new[] { Mail, "/Admin/Operations" })
        {
            var shown = Text(await ruth.GetStringAsync(page));
            Assert.Contains("1 answer could not be read by the system.", shown, StringComparison.Ordinal);
            Assert.Contains("A machine answered emails about flags", shown, StringComparison.Ordinal);
            Assert.Contains("Priya Nair, last", shown, StringComparison.Ordinal);
        }

        Assert.Contains(
            "&lt;b&gt;Who&lt;/b&gt; are you?",
            await ruth.GetStringAsync(unknown),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "It is decided, and the text is removed",
            await Press(ruth, unknown, "The address is wrong", ("means", "AddressIsWrong")),
            StringComparison.Ordinal
        );
        Assert.Contains("Nothing to decide", Text(await ruth.GetStringAsync(unknown)), StringComparison.Ordinal);
        Assert.Contains(
            "An administrator read the answer, and marked the address.",
            Text(await ruth.GetStringAsync(Mail)),
            StringComparison.Ordinal
        );

        using var tom = await web.SignedInByCookie(web.Cast.Tom.Id);
        var told = Text(
            await tom.GetStringAsync(
                $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Tom.Actor))).Rows.Single().Id}"
            )
        );
        foreach (
            var line in new[]
            {
                "A machine answered the email to Priya Nair",
                "read an answer to an email",
                "It says that the address does not work.",
                "Email to Priya Nair came back",
            }
        )
            Assert.Contains(line, told, StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_a_support_contact_answers_stands_in_the_timeline_by_name_even_after_they_have_gone()
    {
        await using var web = await WebFixture.Create();
        var bea = await web.Cast.AddConfirmedContact(web.Cast.Ana, "Bea", "bea@home.example");
        await web.Send(web.Cast.Ana.CheckIn(contactMe: true));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        var mail = web.Mailbox.Read().Single(m => m.ToName == "Bea");
        using var reader = web.Anonymous();
        foreach (var label in new[] { "I have been in touch", "I can’t right now", "Stop these emails" })
        {
            var link = new Uri(Regex.Match(mail.Text, $@"{label}:\n(\S+)").Groups[1].Value).PathAndQuery;
            using var answer = await HtmlForm.In(await reader.GetStringAsync(link), "wb-actions").Submit(reader, link);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect);
        }

        await web.Send(new WithdrawContact(web.Cast.Ana.Actor, bea));
        using var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        var told = Text(
            await priya.GetStringAsync(
                $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id}"
            )
        );
        foreach (
            var line in new[]
            {
                "Bea (sister) says: I have been in touch",
                "Bea (sister) says: I can’t right now",
                "Bea (sister) asked for no more emails",
            }
        )
            Assert.Contains(line, told, StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }
}
