using Wellbeing.App.Features.Accounts;
using Wellbeing.App.Features.Team;
using Wellbeing.Web.Tests.Hosting;

namespace Wellbeing.Web.Tests;

/// <summary>The team's zone is what administrators say, wherever it is read; the settings file gives its first value alone.</summary>
public sealed class TeamZoneTests
{
    [Fact]
    public async Task Whoever_changes_the_team_s_zone_changes_it_on_every_page_that_counts_by_it()
    {
        await using var web = await WebFixture.Create();
        var calendar = await web.Send(new GetCalendar(web.Cast.Ruth.Actor));
        await web.Send(new SaveWorkingHours(web.Cast.Ruth.Actor, calendar.Version, "Australia/Perth", calendar.Hours.Week));
        using var ruth = await web.SignedInByCookie(web.Cast.Ruth.Id);

        Assert.Contains("<option value=\"Australia/Perth\" selected", await ruth.GetStringAsync("/Staff/Invite"), StringComparison.Ordinal);

        // Whose row of a spreadsheet names no zone lives where the team does.
        await web.Send(new ImportParticipants(web.Cast.Ruth.Actor, "name,email\nCol Reid,col@home.example\n"u8.ToArray(), Really: true));
        Assert.Equal("Australia/Perth", await web.Db(db => Task.FromResult(db.Invitations.Single(i => i.Email == "col@home.example").TimeZone)));
        web.Mailbox.Ignore();
    }
}
