using System.Net;
using System.Text.RegularExpressions;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>What a nurse does on a flag's page and on the list, by forms alone, and what the page tells
/// afterwards.</summary>
public sealed partial class FlagPageTests
{
    [GeneratedRegex("<[^>]+>|\\s+")]
    private static partial Regex Markup();

    [Fact]
    public async Task A_nurse_follows_every_step_mail_reply_and_act_in_one_timeline()
    {
        await using var web = await WebFixture.Create();
        var (ana, priya, tom) = (
            web.Cast.Ana,
            await web.SignedInByCookie(web.Cast.Priya.Id),
            await web.SignedInByCookie(web.Cast.Tom.Id)
        );
        await web.Cast.AddConfirmedContact(ana, "Bea", "bea@home.example");
        web.Mailbox.Answer = mail =>
            mail.ToName switch
            {
                "Bea" => new DeliveryOutcome.Permanent(
                    DeliveryPhase.RcptTo,
                    550,
                    "550 5.1.1 No such user",
                    AddressRefused: true
                ),
                "Tom Walker" => new DeliveryOutcome.Temporary(DeliveryPhase.RcptTo, 451, "451 4.7.1 Greylisted"),
                _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK"),
            };
        await web.Send(ana.CheckIn(intensity: 9));
        await web.Send(new Tick(Actor.System, "test"));
        await web.Send(new Tick(Actor.System, "test")); // The refusal pulled the second step forward.
        var id = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id;
        var page = $"/Staff/Flags/{id}";

        using (await Post(tom, page, "Take"))
            web.Clock.Advance(TimeSpan.FromMinutes(2));
        using (await Post(priya, page, "Take")) { }
        Assert.Contains(
            "Tom Walker already has this flag",
            Text(await priya.GetStringAsync(page)),
            StringComparison.Ordinal
        );

        using (var refused = await Post(tom, page, "Snooze", ("Snooze.Until", "4"), ("Snooze.Reason", "")))
            Assert.Contains("Say why it may wait", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (
            await Post(tom, page, "Snooze", ("Snooze.Until", "4"), ("Snooze.Reason", "Asleep until her daughter comes"))
        ) { }
        using (await Post(tom, page, "Give", ("Give.Nurse", web.Cast.Priya.Id.ToString()))) { }
        using (await Post(priya, page, "Take")) { } // It was assigned to her: now it is hers.
        var told = Text(await priya.GetStringAsync(page));
        Assert.Contains("You have this flag since", told, StringComparison.Ordinal);
        foreach (
            var line in new[]
            {
                "Flag raised: urgent",
                "Step 1 told Priya Nair and Bea (support contact)",
                "Email to Priya Nair accepted (250)",
                "Email to Bea (support contact) refused (550)",
                "550 5.1.1 No such user",
                "The next step was taken early",
                "Step 2 told Tom Walker",
                "Email to Tom Walker not accepted yet (451)",
                "Email to Tom Walker stopped: no longer needed",
                "Tom Walker acknowledged the flag",
                "Tom Walker snoozed the flag until today, 2:02 pm",
                "Asleep until her daughter comes",
                "Tom Walker assigned the flag to Priya Nair",
                "Until they acknowledge it, it stays where it is.",
                "Priya Nair acknowledged the flag",
            }
        )
            Assert.Contains(line, told, StringComparison.Ordinal);

        // It ends by itself, and says so.
        web.Clock.Advance(TimeSpan.FromHours(4));
        await web.Send(new Tick(Actor.System, "test"));
        Assert.Contains("the flag is open again", Text(await tom.GetStringAsync(page)), StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_late_flag_is_put_off_only_after_a_try_and_the_person_reads_that_somebody_tried()
    {
        await using var web = await WebFixture.Create();
        var (ana, tom) = (web.Cast.Ana, await web.SignedInByCookie(web.Cast.Tom.Id));
        await web.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        var page = $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id}";
        var early = await tom.GetStringAsync(page);
        Assert.Contains(
            "24 hours: until tomorrow, 10:00 am, if you reached them",
            Text(early),
            StringComparison.Ordinal
        );

        web.Clock.Advance(TimeSpan.FromMinutes(30)); // Contact is owed before the first choice there is.
        Assert.Contains(
            "It cannot be snoozed now: they were told that somebody is in touch by today, 11:00 am.",
            Text(await tom.GetStringAsync(page)),
            StringComparison.Ordinal
        );
        web.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains(
            "they have waited since today, 10:00 am, and nobody has tried to be in touch. Record a contact attempt first, or acknowledge it.",
            Text(await tom.GetStringAsync(page)),
            StringComparison.Ordinal
        );
        using (
            var refused = await Post(
                tom,
                page,
                "Snooze",
                ("Snooze.Until", "1"),
                ("Snooze.Reason", "Interpreter booked")
            )
        )
        {
            var told = Text(await refused.Content.ReadAsStringAsync());
            Assert.Contains("They have waited since Mon 2 Feb, 10:00 am", told, StringComparison.Ordinal);
            Assert.Contains("Interpreter booked", told, StringComparison.Ordinal);
        }

        (string, string)[] call = [("Attempt.Channel", "Phone"), ("Attempt.Reached", "no"), ("Next.Act", "ring")];
        using (var refused = await Post(tom, page, "Attempt", [.. call, ("Next.Until", "24")]))
            Assert.Contains(
                "Nobody has reached them yet: choose a time within the next 4 hours.",
                Text(await refused.Content.ReadAsStringAsync()),
                StringComparison.Ordinal
            );
        using (await Post(tom, page, "Attempt", [.. call, ("Next.Until", "2")])) { }
        var home = Text(await (await web.SignedInByCookie(ana.Actor.UserId!.Value)).GetStringAsync("/"));
        Assert.Matches("This is taking longer than we planned\\. Tom tried to call you today at 1:30", home);
        Assert.Contains("They plan to try again by today at ", home, StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task That_a_level_is_usual_can_be_said_with_the_call_that_closes_the_flag()
    {
        await using var web = await WebFixture.Create();
        var (ana, priya) = (web.Cast.Ana, await web.SignedInByCookie(web.Cast.Priya.Id));
        for (var day = 0; day < 3; day++)
        {
            await web.Send(ana.CheckIn(intensity: 9));
            web.Clock.Advance(TimeSpan.FromDays(1));
        }

        var page = $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id}";
        (string, string)[] call =
        [
            ("Attempt.Channel", "Phone"),
            ("Attempt.Reached", "yes"),
            ("Next.Act", "resolve"),
            ("Next.Outcome", "Supported"),
            ("Next.UsualReason", "Her scale, she says"),
        ];
        using (var refused = await Post(priya, page, "Attempt", call))
            Assert.Contains(
                "Choose until when it is usual.",
                await refused.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using (var late = await Post(priya, page, "Attempt", [.. call, ("Next.UsualUntil", "2027-01-01")]))
            Assert.Contains(
                "Choose a day to come, within 28 days.",
                await late.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using (await Post(priya, page, "Attempt", [.. call, ("Next.UsualUntil", "2026-02-20")])) { }
        Assert.Contains(
            "said that this level is usual for them",
            Text(await priya.GetStringAsync(page)),
            StringComparison.Ordinal
        );

        // At Review, and still the words that ask whether they are safe.
        web.Clock.Advance(TimeSpan.FromDays(1));
        await web.Send(ana.CheckIn(intensity: 9));
        var again = Text(
            await priya.GetStringAsync(
                $"/Staff/Flags/{(await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id}"
            )
        );
        Assert.Contains("At “Review” instead of “Urgent”", again, StringComparison.Ordinal);
        Assert.Contains("“Are you safe right now? Is somebody with you?”", again, StringComparison.Ordinal);
        Assert.Contains("Suggestions for “urgent”, because of a rating near the top", again, StringComparison.Ordinal);
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_late_record_is_added_and_a_second_acute_rating_after_the_resolution_is_a_new_flag()
    {
        await using var web = await WebFixture.Create();
        var (ana, priya, tom) = (
            web.Cast.Ana,
            await web.SignedInByCookie(web.Cast.Priya.Id),
            await web.SignedInByCookie(web.Cast.Tom.Id)
        );
        await web.Send(ana.CheckIn(intensity: 9));
        var first = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id;
        var page = $"/Staff/Flags/{first}";
        Assert.Contains(
            "“Unable to reach” needs 3 more recorded tries, 15 minutes or more apart.",
            Text(await priya.GetStringAsync(page)),
            StringComparison.Ordinal
        );
        using (var early = await Post(priya, page, "Resolve", ("Resolve.Outcome", "Supported"), ("Resolve.Note", "x")))
            Assert.Contains(
                "Nobody has been reached yet. Record the call",
                await early.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        Assert.Contains("<h2>What to say</h2>", await priya.GetStringAsync(page), StringComparison.Ordinal);
        using (await Post(priya, page, "Attempt", ("Attempt.Channel", "TheirMessage"), ("Attempt.Reached", "yes"))) { }
        using (await Post(priya, page, "Resolve", ("Resolve.Outcome", "Supported"))) { }

        // The talk is over: how to begin one is of no use any more.
        Assert.DoesNotContain("<h2>What to say</h2>", await priya.GetStringAsync(page), StringComparison.Ordinal);

        // Tom was on the telephone meanwhile: nothing he typed is lost, and he can add it.
        using (
            var refused = await Post(
                tom,
                page,
                "Attempt",
                ("Attempt.Channel", "Phone"),
                ("Attempt.Reached", "yes"),
                ("Attempt.Note", "She rang me at the same time.")
            )
        )
        {
            var late = await refused.Content.ReadAsStringAsync();
            Assert.Contains("Add the call", late, StringComparison.Ordinal);
            Assert.Matches("name=\"Attempt.Note\"[^>]*>\\s*She rang me at the same time.", late);
            Assert.Matches("<input[^>]*name=\"Attempt.Reached\"[^>]*value=\"yes\"[^>]*checked", late);
        }

        using (
            await Post(
                tom,
                page,
                "Attempt",
                ("Attempt.Late", "true"),
                ("Attempt.Channel", "Phone"),
                ("Attempt.Reached", "yes"),
                ("Attempt.At", "2026-02-02T09:30"),
                ("Attempt.Note", "She rang me at the same time.")
            )
        ) { }
        var told = Text(await priya.GetStringAsync(page));
        foreach (
            var line in new[]
            {
                "Tom Walker phoned: reached",
                "Added late: the flag had been resolved.",
                "It was today, 9:30 am.",
                "She rang me at the same time.",
                "Priya Nair had a message from them: reached",
            }
        )
            Assert.Contains(line, told, StringComparison.Ordinal);

        web.Clock.Advance(TimeSpan.FromDays(1));
        await web.Send(ana.CheckIn(10, 10, PerceivedChange.Growing));
        var second = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single();
        Assert.Equal((Severity.Urgent, true), (second.Severity, second.Id != first));
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Somebody_for_whom_checking_in_makes_things_worse_is_offered_a_call_or_a_pause_at_once()
    {
        await using var web = await WebFixture.Create();
        for (var i = 0; i < Experience.AskAfterCheckIns; i++, web.Clock.Advance(TimeSpan.FromDays(7)))
            await web.Send(web.Cast.Ana.CheckIn());
        var ana = await web.SignedInByCookie(web.Cast.Ana.Actor.UserId!.Value);
        using (
            await HtmlForm
                .In(await ana.GetStringAsync("/Trend"), "value=\"Worse\"")
                .With(("answer", "Worse"))
                .Submit(ana, "/Trend")
        ) { }
        var offer = await ana.GetStringAsync("/Trend?done=worse");
        Assert.Contains("/Settings#pause-hint", offer, StringComparison.Ordinal);
        using (await HtmlForm.In(offer, "Have a nurse call me").Submit(ana, "/Trend")) { }
        Assert.Contains(
            "A nurse plans to be in touch by",
            await ana.GetStringAsync("/Trend?done=call"),
            StringComparison.Ordinal
        );
        var flag = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single();
        Assert.Equal(Severity.Soon, flag.Severity);
        Assert.Contains(
            "Checking in makes things worse",
            Text(await (await web.SignedInByCookie(web.Cast.Priya.Id)).GetStringAsync($"/Staff/Flags/{flag.Id}")),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_flag_closed_too_soon_is_raised_again_by_hand_and_leads_back_to_the_one_before()
    {
        await using var web = await WebFixture.Create();
        var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        await web.Send(web.Cast.Ana.CheckIn(contactMe: true));
        var first = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Single().Id;
        await web.Send(
            new RecordContactAttempt(web.Cast.Tom.Actor, first, Guid.CreateVersion7(), ContactChannel.Phone, true, null)
            {
                AtUtc = web.Clock.GetUtcNow().UtcDateTime.AddMinutes(-30),
            }
        );
        Assert.DoesNotContain(
            "acknowledged the flag by recording it", // It was before the flag, and took nothing.
            await priya.GetStringAsync($"/Staff/Flags/{first}"),
            StringComparison.Ordinal
        );
        await web.Send(
            new RecordContactAttempt(
                web.Cast.Priya.Actor,
                first,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                true,
                null
            )
        );
        await web.Send(
            new RecordContactAttempt(web.Cast.Tom.Actor, first, Guid.CreateVersion7(), ContactChannel.Phone, true, null)
        );
        var history = await priya.GetStringAsync($"/Staff/Flags/{first}");
        Assert.Contains("Priya Nair acknowledged the flag by recording it", history, StringComparison.Ordinal);
        Assert.DoesNotContain("Tom Walker acknowledged the flag", history, StringComparison.Ordinal); // It was Priya's.
        await web.Send(new ResolveFlag(web.Cast.Priya.Actor, first, FlagOutcome.NoLongerDistressed, "Felt better"));
        web.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Contains(
            "Raise it again",
            await priya.GetStringAsync($"/Staff/Flags/{first}"),
            StringComparison.Ordinal
        );
        var raise = $"/Staff/People/{web.Cast.Ana.Id}/Raise";
        var form = HtmlForm.In(await priya.GetStringAsync(raise), "Raise.RequestId");
        using (var empty = await form.With(("Raise.Reason", "Her husband rang: it is worse")).Submit(priya, raise))
        {
            var again = await empty.Content.ReadAsStringAsync();
            Assert.Contains("Choose how soon somebody must look", again, StringComparison.Ordinal);
            Assert.Contains("Her husband rang: it is worse", again, StringComparison.Ordinal); // Nothing typed is lost.
        }

        var sent = form.With(("Raise.Severity", "Urgent"), ("Raise.Reason", "Her husband rang: it is worse"));
        using var raised = await sent.Submit(priya, raise);
        using var twice = await sent.Submit(priya, raise);
        Assert.Equal(raised.Headers.Location, twice.Headers.Location);
        var page = await priya.GetStringAsync(raised.Headers.Location);
        Assert.Contains($"/Staff/Flags/{first}", page, StringComparison.Ordinal);
        Assert.Contains("Priya Nair raised it by hand: urgent", Text(page), StringComparison.Ordinal);
        Assert.Contains("Her husband rang: it is worse", page, StringComparison.Ordinal);
        Assert.Contains(
            "The flag after this one",
            await priya.GetStringAsync($"/Staff/Flags/{first}"),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Ticked_flags_are_assigned_to_a_colleague_together()
    {
        await using var web = await WebFixture.Create();
        var priya = await web.SignedInByCookie(web.Cast.Priya.Id);
        await web.Send(web.Cast.Ana.CheckIn(contactMe: true));
        await web.Send(web.Cast.Omar.CheckIn(contactMe: true));
        var ids = (await web.Send(new ListFlags(web.Cast.Priya.Actor))).Rows.Select(r => r.Id.ToString()).ToList();
        var form = HtmlForm
            .In(await priya.GetStringAsync("/Staff/Flags"), "Acknowledge ticked")
            .With(("ids", ids[0]), ("ids", ids[1]));

        using (var nobody = await form.With(("ids", ids[0]), ("nurse", "")).Submit(priya, "/Staff/Flags", "GiveAll"))
        {
            var again = await nobody.Content.ReadAsStringAsync();
            Assert.Contains("Choose a colleague to assign the ticked flags to", again, StringComparison.Ordinal);
            Assert.Matches($"id=\"pick-{ids[0]}\"[^>]*checked", again);
        }

        using (await form.With(("nurse", web.Cast.Tom.Id.ToString())).Submit(priya, "/Staff/Flags", "GiveAll")) { }
        var list = Text(await priya.GetStringAsync("/Staff/Flags"));
        Assert.Contains("2 flags are assigned to Tom Walker", list, StringComparison.Ordinal);
        Assert.Contains("Assigned to Tom Walker , not acknowledged yet", list, StringComparison.Ordinal);
        Assert.Equal(2, (await web.Send(new ListFlags(web.Cast.Tom.Actor, FlagFilter.Mine))).Rows.Count);
        await web.Send(new SendDueMessages(Actor.System, "test"));
        Assert.Equal(2, web.Mailbox.Read().Count(m => m.ToAddress == web.Cast.Tom.Email));
        web.Mailbox.Ignore();
    }

    private static async Task<HttpResponseMessage> Post(
        HttpClient nurse,
        string page,
        string handler,
        params (string Name, string Value)[] values
    )
    {
        var html = await nurse.GetStringAsync(page);
        // The colleague's page was drawn before: its form is gone by now, and any form's token will do.
        return await HtmlForm.In(html).With(values).Submit(nurse, page, handler);
    }

    private static string Text(string html) =>
        string.Join(
            ' ',
            Markup().Replace(WebUtility.HtmlDecode(html), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
