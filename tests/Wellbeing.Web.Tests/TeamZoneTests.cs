using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>The team's zone is what administrators say, wherever it is read; the settings file gives its first value
/// alone.</summary>
public sealed class TeamZoneTests
{
    [Fact]
    public async Task Whoever_changes_the_team_s_zone_changes_it_on_every_page_that_counts_by_it()
    {
        await using var web = await WebFixture.Create();
        var calendar = await web.Send(new GetCalendar(web.Cast.Ruth.Actor));
        await web.Send(
            new SaveWorkingHours(web.Cast.Ruth.Actor, calendar.Version, "Australia/Perth", calendar.Hours.Week)
        );
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        Assert.Contains(
            "<option value=\"Australia/Perth\" selected",
            await ruth.GetStringAsync("/Staff/Invite"),
            StringComparison.Ordinal
        );

        // Whose row of a spreadsheet names no zone lives where the team does.
        await web.Send(
            new ImportParticipants(
                web.Cast.Ruth.Actor,
                "name,email\nCol Reid,col@home.example\n"u8.ToArray(),
                Really: true
            )
        );
        Assert.Equal(
            "Australia/Perth",
            await web.Db(db => Task.FromResult(db.Invitations.Single(i => i.Email == "col@home.example").TimeZone))
        );
        web.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_setting_that_nothing_reads_is_named_in_the_log()
    {
        var log = new LogLines();
        await using var web = await WebFixture.Create(
            new WebSetup { Settings = [("Mail:Hots", "smtp.example.org"), ("Team:Colour", "red")], Log = log }
        );
        Assert.Equal(
            [
                "Mail:Hots is no setting. Did you mean Mail:Host? Correct or remove it.",
                "Team:Colour is no setting, and nothing reads it. Remove it; appsettings.example.json lists every setting.",
            ],
            log.All.Where(l => l.Text.Contains("is no setting", StringComparison.Ordinal)).Select(l => l.Text)
        );
    }

    [Fact]
    public async Task A_setting_that_no_longer_counts_is_named_in_the_log_and_on_its_page_and_one_that_says_the_same_is_not()
    {
        var log = new LogLines();
        await using var web = await WebFixture.Create(
            new WebSetup
            {
                // The database was made with the defaults before.
                Settings =
                [
                    ("Team:TimeZone", "Australia/Perth"),
                    ("Team:Opens", "08:00"),
                    ("Team:Mailbox", "team@clinic.example"),
                    ("Site:Name", "Wellbeing"),
                ],
                Log = log,
            }
        );
        var lines = log
            .All.Where(l => l.Text.Contains("no longer counts", StringComparison.Ordinal))
            .Select(l => l.Text)
            .ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains(
            lines,
            l =>
                l.Contains("Team:TimeZone", StringComparison.Ordinal)
                && l.Contains("\"Australia/Brisbane\"", StringComparison.Ordinal)
                && l.Contains("/Admin/Hours", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            l =>
                l.Contains("Team:Mailbox", StringComparison.Ordinal)
                && !l.Contains("team@clinic.example", StringComparison.Ordinal)
        );

        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);
        Assert.Contains(
            "settings file has Team:TimeZone, Team:Mailbox.",
            await ruth.GetStringAsync("/Admin/Hours"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "settings file has",
            await ruth.GetStringAsync("/Admin/Branding"),
            StringComparison.Ordinal
        );
        await web.Send(
            new SaveBranding(
                web.Cast.Ruth.Actor,
                0,
                "Harbour Care",
                BrandColours.DefaultPrimary,
                BrandColours.DefaultAccent,
                null,
                RemoveLogo: false
            )
        );
        Assert.Contains(
            "settings file has Site:Name. It was a first value",
            await ruth.GetStringAsync("/Admin/Branding"),
            StringComparison.Ordinal
        );
    }
}
