using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.App.Options;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Features.CheckIns;

public abstract class SubmitCheckInTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SubmitCheckInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SubmitCheckInTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Strong_feelings_week_after_week_with_daily_life_affected_open_one_flag_and_tell_the_nurse_on_call_once()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        for (var week = 1; week <= 3; week++)
        {
            await app.Send(ana.CheckIn(intensity: 8, functioning: 8));
            await app.Send(new App.Features.Notices.SendDueNotices(Actor.System, "test"));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        var flag = Assert.Single(await app.FlagsOf(ana));
        Assert.Equal(FlagState.Open, flag.State);
        Assert.Equal(Severity.Soon, flag.Severity);
        var finding = Assert.Single(flag.Findings);
        Assert.Equal(Rule.Persistent, finding.Rule);
        Assert.Equal(3, Assert.IsType<PersistentEvidence>(finding.Evidence).Count);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }
}
