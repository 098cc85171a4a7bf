using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
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
