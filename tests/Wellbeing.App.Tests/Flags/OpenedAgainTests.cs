using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.App.Reports;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class OpenedAgainTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OpenedAgainTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OpenedAgainTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_flag_that_opened_again_says_who_had_it_last_and_the_hand_over_to_whom_it_was_given()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        Assert.Equal((null, null, null), await LastWith());

        await app.Send(new AssignFlag(priya.Actor, flag.Id, tom.Id));
        Assert.Equal("Tom Walker", await GivenTo()); // Nobody has it yet.
        await app.Send(new AcknowledgeFlag(priya.Actor, flag.Id));
        Assert.Equal("Tom Walker", await GivenTo()); // Priya has it.
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        Assert.Null(await GivenTo());

        await app.EscalateAfter((await app.FlagOf(app.Cast.Ana)).NextActionAtUtc!.Value - app.Now);
        app.Mailbox.Ignore();
        Assert.Equal((tom.Name, tom.Name, tom.Name), await LastWith());
        Assert.Null(await GivenTo());

        // A call takes it; a new cry for help opens it again.
        await app.Reach(flag.Id, priya);
        Assert.Equal((null, null, null), await LastWith());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        Assert.Equal((priya.Name, priya.Name, priya.Name), await LastWith());

        async Task<(string?, string?, string?)> LastWith() =>
            (
                Assert.Single((await app.Send(new ListFlags(priya.Actor))).Rows).LastWith,
                Assert.Single((await app.Send(new GetHandover(priya.Actor, false))).Rows).LastWith,
                (await app.Send(new GetFlag(priya.Actor, flag.Id)))!.LastWith
            );
        async Task<string?> GivenTo() =>
            Assert.Single((await app.Send(new GetHandover(priya.Actor, false))).Rows).GivenTo;
    }

    [Fact]
    public async Task A_flag_that_opened_again_is_among_mine_for_whoever_had_it_last_until_somebody_else_has_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Reach(flag.Id, priya);
        Assert.Equal((1, 0), (await Mine(priya), await Mine(tom)));
        await CriesAgain();
        Assert.Equal((1, 0), (await Mine(priya), await Mine(tom))); // In nobody's hands, and last hers.

        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        Assert.Equal((0, 1), (await Mine(priya), await Mine(tom)));
        await app.Reach(flag.Id, tom);
        await CriesAgain();
        Assert.Equal((0, 1), (await Mine(priya), await Mine(tom)));

        await app.Send(new AssignFlag(tom.Actor, flag.Id, priya.Id)); // It is hers to answer now.
        Assert.Equal((1, 0), (await Mine(priya), await Mine(tom)));
        app.Mailbox.Ignore();

        async Task CriesAgain()
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
            Assert.Equal(FlagState.Open, (await app.FlagOf(app.Cast.Ana)).State);
            app.Mailbox.Ignore();
        }

        async Task<int> Mine(StaffMember nurse)
        {
            var page = await app.Send(new ListFlags(nurse.Actor, FlagFilter.Mine));
            Assert.Equal(page.Counts[FlagFilter.Mine], page.Rows.Count);
            Assert.Equal(
                page.Rows.Select(r => r.Id),
                (await app.Send(new GetHandover(nurse.Actor, MineOnly: true))).Rows.Select(r => r.FlagId)
            );
            return page.Rows.Count;
        }
    }

    [Fact]
    public async Task A_flag_that_was_late_when_it_was_snoozed_is_due_anew_when_it_opens_again()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        var raised = await app.RaiseUrgent(ana); // Monday, ten in the morning: due within the hour.
        var firstDay = new DateOnly(2026, 2, 2);
        app.Clock.Advance(TimeSpan.FromHours(4));
        await app.Reach(raised.Id, tom);
        await app.Send(new SnoozeFlag(tom.Actor, raised.Id, app.Now.AddHours(22), "I ring her tomorrow at noon"));
        await app.EscalateAfter(TimeSpan.FromHours(22));
        app.Mailbox.Ignore();

        var flag = await app.FlagOf(ana);
        Assert.Equal((FlagState.Open, app.Now.AddHours(1)), (flag.State, flag.RespondByUtc));
        Assert.False(Assert.Single((await app.Send(new ListFlags(tom.Actor))).Rows).Overdue);
        var told = (await app.Send(new GetMyHome(ana.Actor))).Reads!;
        Assert.Equal((ReadState.Planned, flag.RespondByUtc), (told.State, told.AtUtc));

        // That nobody answered in the first hour stays so in the report.
        await app.ReachAndResolve(flag.Id);
        var report = await app.Send(new GetReport(app.Cast.Ruth.Actor, firstDay, firstDay));
        Assert.Equal((0.0, 1), (report.Closure.Value, report.Closure.Of));
        Assert.Equal(0.0, report.ToAcknowledge.Single(t => t.Severity == Severity.Urgent).Met.Value);
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_was_answered_in_time_and_is_asked_anew_is_judged_by_what_was_promised_then()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        var raised = await app.RaiseUrgent(ana);
        var firstDay = new DateOnly(2026, 2, 2);
        await app.Send(new AcknowledgeFlag(tom.Actor, raised.Id)); // In time, and then nobody wrote down a call.
        await app.EscalateAfter((await app.FlagOf(ana)).NextActionAtUtc!.Value - app.Now);
        app.Mailbox.Ignore();

        app.Clock.Advance(TimeSpan.FromMinutes(30));
        var promised = Assert
            .IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(contactMe: true)))
            .SomeoneLooksByUtc!.Value;
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.ReachAndResolve(raised.Id, nurse: tom);
        app.Clock.Advance(promised - app.Now);
        var report = await app.Send(new GetReport(app.Cast.Ruth.Actor, firstDay, firstDay));
        Assert.Equal((1.0, 1), (report.Closure.Value, report.Closure.Of));
        Assert.Equal(1.0, report.ToReach.Single(t => t.Severity == Severity.Urgent).Met.Value);
        app.Mailbox.Ignore();
    }
}
