using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.CheckIns;

public abstract class GetMyCheckInsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : GetMyCheckInsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : GetMyCheckInsTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Shows_the_persons_own_check_ins_newest_first_and_no_one_elses()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Omar.CheckIn(intensity: 8));
        foreach (var intensity in new[] { 1, 2, 3 })
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            await app.Send(app.Cast.Ana.CheckIn(intensity));
        }

        Assert.Equal(
            [3, 2, 1],
            (await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Select(c => c.Intensity!.Value)
        );
        Assert.Equal(
            [3],
            (await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor, SinceUtc: app.Now))).Select(c => c.Intensity!.Value)
        );
    }

    [Fact]
    public async Task Home_says_when_somebody_looks_then_that_a_nurse_is_in_touch()
    {
        await using var app = await AppFixture.Create(provider);
        var before = await app.Send(new GetMyHome(app.Cast.Ana.Actor));
        Assert.Equal((null, false), (before.SomeoneLooksByUtc, before.InTouch));
        Assert.Equal(new DateTime(2026, 2, 2, 23, 0, 0, DateTimeKind.Utc), before.NextPromptAtUtc); // Tuesday, 10:00 in Hobart.

        var flag = await app.RaiseUrgent(app.Cast.Ana);
        Assert.Equal(flag.RespondByUtc, (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).SomeoneLooksByUtc);

        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id));
        var after = await app.Send(new GetMyHome(app.Cast.Ana.Actor));
        Assert.Equal((null, true), (after.SomeoneLooksByUtc, after.InTouch));
    }

    [Fact]
    public async Task Where_there_is_no_nurse_who_could_answer_nobody_is_promised_one()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(db =>
            db.Users.Where(u => u.Id == app.Cast.Priya.Id || u.Id == app.Cast.Tom.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, (string?)null))
        );
        var said = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(app.Cast.Ana.CheckIn(intensity: 9)));
        Assert.Null(said.SomeoneLooksByUtc);
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));
        var home = await app.Send(new GetMyHome(app.Cast.Ana.Actor));
        Assert.Equal((null, ReadState.Nobody, true), (home.SomeoneLooksByUtc, home.Reads!.State, home.Reads.NotSafe));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task With_nobody_on_duty_an_urgent_answer_is_promised_from_the_next_turn_or_working_day_on()
    {
        await using var app = await AppFixture.Create(provider, ("Team:Holidays:0", "2026-02-03"));
        await app.Cast.NobodyOnCall();
        app.Clock.Advance(TimeSpan.FromHours(16)); // Two in the night of a holiday, in Brisbane.
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        var by = (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).SomeoneLooksByUtc;
        Assert.Equal(new DateTime(2026, 2, 3, 23, 0, 0, DateTimeKind.Utc), by); // Wednesday, an hour after they open at 8.

        var night = new DateTime(2026, 2, 3, 9, 0, 0, DateTimeKind.Utc);
        await app.Cast.OnCall(app.Cast.Tom, night, night.AddHours(12));
        Assert.Equal(
            night.AddHours(1),
            (await app.Send(new RaiseNotSafe(app.Cast.Omar.Actor, Guid.CreateVersion7()))).SomeoneLooksByUtc
        );
        app.Mailbox.Ignore();
    }
}
