using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;
using Wellbeing.Web.Pages.Admin.Thresholds;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>What the pages of the team say is so.</summary>
public sealed partial class TruthTests
{
    [Fact]
    public async Task Nurses_read_whose_a_flag_was_and_to_whom_it_is_given_and_what_a_line_in_the_chart_is()
    {
        await using var web = await WebFixture.Create();
        var (priya, tom) = (web.Cast.Priya.Actor, web.Cast.Tom.Actor);
        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        var flag = Assert.Single((await web.Send(new ListFlags(priya))).Rows).Id;
        var page = Text(await nurse.GetStringAsync($"/Staff/Flags/{flag}"));
        Assert.Contains("Very high: 9 or more", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Strong: 9 or more", page, StringComparison.Ordinal);
        Assert.Contains(
            "Nobody has it yet",
            Text(await nurse.GetStringAsync("/Staff/Handover")),
            StringComparison.Ordinal
        );

        // The newest check-in has no rating; the chart beside it shows a 9.
        await web.Send(web.Cast.Ana.CheckIn(intensity: null));
        Assert.DoesNotContain(
            "No feelings or words",
            Text(await nurse.GetStringAsync($"/Staff/Flags/{flag}")),
            StringComparison.Ordinal
        );

        await web.Send(web.Cast.Omar.CheckIn(contactMe: true)); // Of one flag alone nothing is ticked.
        var form = HtmlForm
            .In(await nurse.GetStringAsync("/Staff/Flags"), "Acknowledge ticked")
            .With(("ids", flag.ToString()), ("nurse", web.Cast.Tom.Id.ToString()));
        using (await form.Submit(nurse, "/Staff/Flags", "GiveAll")) { }
        Assert.Contains(
            "1 flag is assigned to Tom Walker",
            Text(await nurse.GetStringAsync("/Staff/Flags")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Nobody has it yet, given to Tom Walker",
            Text(await nurse.GetStringAsync("/Staff/Handover")),
            StringComparison.Ordinal
        );

        await web.Send(new AcknowledgeFlag(tom, flag));
        web.Clock.Advance(
            await web.Db(db => db.Flags.Where(f => f.Id == flag).Select(f => f.NextActionAtUtc).SingleAsync()) - web.Now
                ?? default
        );
        await web.Send(new AdvanceEscalations(Actor.System));
        foreach (var url in new[] { "/Staff/Flags", "/Staff/Handover", $"/Staff/Flags/{flag}" })
            Assert.Contains(
                "Opened again, last with Tom Walker",
                Text(await nurse.GetStringAsync(url)),
                StringComparison.Ordinal
            );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Whose_promised_time_has_passed_reads_who_tried_and_whom_to_call_and_nothing_that_undoes_it()
    {
        await using var web = await WebFixture.Create();
        var (ana, tom) = (web.Cast.Ana, web.Cast.Tom.Actor);
        await web.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7())); // Ten in the morning, eleven where Ana lives.
        var flag = Assert.Single((await web.Send(new ListFlags(tom))).Rows).Id;
        await web.Send(
            new RecordAndDecide(
                new RecordContactAttempt(tom, flag, Guid.CreateVersion7(), ContactChannel.Phone, Reached: false, null),
                new SnoozeFlag(tom, flag, web.Now.AddHours(4), "Not reached: to ring again.")
            )
        );
        using var person = await web.SignedInByCookie(ana.Actor.UserId!.Value);
        web.Clock.Advance(TimeSpan.FromHours(2));
        var home = Text(await person.GetStringAsync("/"));
        Assert.Contains("Please do not wait", home, StringComparison.Ordinal);
        Assert.Matches("This is taking longer than we planned\\. Tom tried to call you today at 11:00", home);
        Assert.Contains("They plan to try again by today at 3:00", home, StringComparison.Ordinal);

        web.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(5));
        await web.Send(new AdvanceEscalations(Actor.System));
        await web.Send(new SendDueMessages(Actor.System, "test"));
        web.Mailbox.Ignore();
        home = Text(await person.GetStringAsync("/"));
        Assert.Matches("This is taking longer than we planned\\. Tom tried to call you today at 11:00", home);
        Assert.DoesNotContain("plans to be in touch", home, StringComparison.Ordinal);
        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        Assert.Contains(
            "Overdue by 3 h, to try again since 2:00",
            Text(await nurse.GetStringAsync("/Staff/Flags")),
            StringComparison.Ordinal
        );
        foreach (var url in new[] { "/Staff/Handover", $"/Staff/Flags/{flag}" })
            Assert.Matches(
                "Somebody was to try again today, 2:00\\spm ?, and nobody has",
                Text(await nurse.GetStringAsync(url))
            );

        // Said again: the new time stands behind the numbers, and asks nobody to wait for it.
        await web.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        home = Text(await person.GetStringAsync("/"));
        Assert.Contains("You do not have to wait until then.", home, StringComparison.Ordinal);
        Assert.DoesNotContain("If that time passes", home, StringComparison.Ordinal);
        Assert.DoesNotContain("no nurse has answered yet", home, StringComparison.Ordinal);
        Assert.Matches("They were told: by today, 3:05\\spm", Text(await nurse.GetStringAsync("/Staff/Handover")));
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task To_read_says_how_long_it_has_been_like_this_and_its_counts_follow_what_is_read()
    {
        await using var web = await WebFixture.Create();
        var growing = web.Cast.Ana.CheckIn(4, 3, PerceivedChange.Growing);
        await web.Send(growing with { Answers = growing.Answers with { Duration = PerceivedDuration.Longer } });
        await web.Send(web.Cast.Omar.CheckIn(1, words: "A quiet week"));
        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var html = await nurse.GetStringAsync("/Staff/ToRead");
        Assert.Contains(
            "Distress 4 of 10, everyday things a little hard, growing, like this for longer than two weeks",
            Text(html),
            StringComparison.Ordinal
        );
        Assert.Contains("2 check-ins wait to be read", Text(html), StringComparison.Ordinal);

        var ids = await web.Db(db => db.CheckIns.OrderBy(c => c.SubmittedAtUtc).Select(c => c.Id).ToListAsync());
        await web.Send(new MarkRead(web.Cast.Tom.Actor, [ids[0]], web.Now));
        using var answer = await HtmlForm
            .In(html, "data-read-counts")
            .With([.. ids.Select(id => ("ids", id.ToString("D")))])
            .Submit(nurse, "/Staff/ToRead", "Counts");
        var now = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("1 check-in waits to be read: 1 with words.", now.GetProperty("lead").GetString());
        Assert.Equal("1", now.GetProperty("unread").GetString());
        Assert.Equal("", now.GetProperty("late").GetString());
        Assert.Equal(ids[0], Assert.Single(now.GetProperty("read").EnumerateArray()).GetGuid());
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_gave_no_number_is_written_to_on_the_hand_over_and_among_those_not_heard_from()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Db(db =>
            db.Participants.Where(p => p.Id == ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, (string?)null))
        );
        await web.Send(ana.CheckIn(intensity: 9));
        var flag = await web.Db(db => db.Flags.Select(f => f.Id).SingleAsync());
        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var sheet = await nurse.GetStringAsync("/Staff/Handover");
        Assert.Contains(
            "Acknowledge it, then write to them by email, and ask for a number",
            sheet,
            StringComparison.Ordinal
        );
        Assert.Contains($"mailto:{ana.Email}", sheet, StringComparison.Ordinal);
        await web.Send(new AcknowledgeFlag(web.Cast.Priya.Actor, flag));
        Assert.Contains(
            "Next step Write to them by email",
            Text(await nurse.GetStringAsync("/Staff/Handover")),
            StringComparison.Ordinal
        );

        web.Clock.Advance(TimeSpan.FromDays(9));
        await web.Send(new AdvancePrompts(Actor.System));
        web.Clock.Advance(TimeSpan.FromDays(4));
        web.Mailbox.Ignore();
        var list = await nurse.GetStringAsync("/Staff/NotHeard");
        Assert.Contains($"mailto:{ana.Email}", list, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Ask by telephone<span class=\"govuk-visually-hidden\">: Ana",
            list,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Unable_to_reach_counts_the_tries_that_the_history_shows_and_says_which_of_them_count()
    {
        await using var web = await WebFixture.Create();
        var ana = web.Cast.Ana;
        await web.Db(db =>
            db.Participants.Where(p => p.Id == ana.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.BestTimeToCall, TimeToCall.Evening))
        );
        await web.Send(ana.CheckIn(intensity: 9));
        var flag = await web.Db(db => db.Flags.Select(f => f.Id).SingleAsync());
        foreach (var minutes in new[] { 0, 5, 30 })
        {
            web.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await web.Send(
                new RecordContactAttempt(
                    web.Cast.Priya.Actor,
                    flag,
                    Guid.CreateVersion7(),
                    ContactChannel.Phone,
                    false,
                    null
                )
            );
        }

        using var nurse = await web.SignedInByCookie(web.Cast.Priya.Id);
        var url = $"/Staff/Flags/{flag:D}";
        var html = await nurse.GetStringAsync(url);
        var form = html[html.IndexOf("id=\"attempt\"", StringComparison.Ordinal)..];
        Assert.Contains(
            "Best in the evening.",
            form[..form.IndexOf("Attempt.Reached", StringComparison.Ordinal)],
            StringComparison.Ordinal
        );
        using var refused = await HtmlForm
            .In(html, "Resolve.Outcome")
            .With(
                ("Resolve.Outcome", "UnableToReach"),
                ("Resolve.Note", "Nobody answered, in the morning and at noon.")
            )
            .Submit(nurse, url, "Resolve");
        Assert.Contains(
            "3 are recorded so far, and 2 of them count: those less than 15 minutes apart count as one.",
            Text(await refused.Content.ReadAsStringAsync()),
            StringComparison.Ordinal
        );
        web.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(0, 0, "none closed")]
    [InlineData(0, 4, "under 5 closed")]
    [InlineData(1, 1, "under 5 closed")]
    [InlineData(2, 12, "under 5 of 12")]
    [InlineData(0, 12, "0 of 12")]
    [InlineData(6, 12, "6 of 12")]
    public void What_if_hides_the_few_flags_that_reports_hide(int inError, int closed, string shown) =>
        Assert.Equal(shown, DraftModel.InError(inError, closed));

    [Fact]
    public async Task What_is_usual_for_somebody_stands_in_the_report_with_the_flags_and_not_with_whether_it_helps()
    {
        await using var web = await WebFixture.Create();
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var report = await ruth.GetStringAsync("/Staff/Reports");
        var (rules, usual, harm) = (
            report.IndexOf("id=\"rules\"", StringComparison.Ordinal),
            report.IndexOf("“Usual for this person”", StringComparison.Ordinal),
            report.IndexOf("id=\"harm\"", StringComparison.Ordinal)
        );
        Assert.True(rules < usual && usual < harm, $"{rules}, {usual}, {harm}");
    }

    [Fact]
    public async Task Administrators_read_names_in_the_log_the_teams_few_flags_in_the_report_and_its_own_time_after_a_restore()
    {
        await using var web = await WebFixture.Create();
        await web.Send(web.Cast.Ana.CheckIn(intensity: 9));
        web.Clock.Advance(TimeSpan.FromDays(70));
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        var log = Text(await ruth.GetStringAsync("/Admin/Audit?person=ana"));
        Assert.Contains("newest first, about Ana.", log, StringComparison.Ordinal);
        Assert.DoesNotContain(web.Cast.Ana.Id.ToString("D")[..8], log, StringComparison.Ordinal);
        Assert.Contains(
            "value=\"Ana\"",
            await ruth.GetStringAsync($"/Admin/Audit?person={web.Cast.Ana.Id:D}"),
            StringComparison.Ordinal
        );

        var report = Text(await ruth.GetStringAsync("/Staff/Reports"));
        Assert.Contains("20 January 2026 to 13 April 2026", report, StringComparison.Ordinal); // Twelve weeks, in thirteen of the calendar.
        Assert.Contains("1 flag was raised from ", report, StringComparison.Ordinal);
        Assert.DoesNotContain("has no bar", report, StringComparison.Ordinal);
        Assert.Contains("of 1 flag; those still within their time are not counted", report, StringComparison.Ordinal);

        await web.Db(db =>
            db.EngineStatus.ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.HeldBeforeUtc, web.Now)
                    .SetProperty(
                        x => x.HeldBecause,
                        "The database was restored from the backup of 2026-02-02 20:30 UTC."
                    )
            )
        );
        var held = Text(await ruth.GetStringAsync("/Admin/Operations"));
        Assert.Contains(
            "the backup of 3 February 2026, 6:30 AM, Brisbane time.",
            held,
            StringComparison.OrdinalIgnoreCase
        );
        web.Mailbox.Ignore();
    }

    private static string Text(string html) =>
        string.Join(
            ' ',
            Markup()
                .Replace(WebUtility.HtmlDecode(html), " ")
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Markup();
}
