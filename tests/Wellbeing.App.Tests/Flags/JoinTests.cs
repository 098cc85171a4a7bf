using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

/// <summary>What further findings do to the flag that is already there.</summary>
public abstract class JoinTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : JoinTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : JoinTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_graver_finding_joins_the_open_flag_and_begins_the_urgent_ladder()
    {
        await using var app = await AppFixture.Create(provider);
        var before = await app.RaiseSoon(app.Cast.Ana);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 10));
        await app.Dispatch();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(before.Id, flag.Id);
        Assert.Equal(Severity.Urgent, flag.Severity);
        Assert.Equal(2, flag.Findings.Count);
        Assert.Equal(app.Now.AddMinutes(60), flag.RespondByUtc);
        Assert.Equal(app.Now.AddMinutes(15), flag.NextActionAtUtc);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task What_grows_graver_before_anybody_answered_never_pushes_an_earlier_promise_back()
    {
        await using var app = await AppFixture.Create(provider);
        var before = await app.RaiseSoon(app.Cast.Ana);
        await app.EscalateAfter(before.RespondByUtc.AddMinutes(-20) - app.Now);
        app.Mailbox.Ignore();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 10)); // By itself: within the hour.
        await app.Dispatch();
        app.Mailbox.Ignore();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(Severity.Urgent, flag.Severity);
        Assert.Equal(before.RespondByUtc, flag.RespondByUtc);
    }

    [Fact]
    public async Task A_finding_no_graver_than_the_flag_joins_it_without_disturbing_the_nurse_who_has_it()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9, functioning: 8));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, (await app.FlagOf(app.Cast.Ana)).Id));
        for (var week = 0; week < 2; week++)
        {
            app.Clock.Advance(TimeSpan.FromDays(7));
            await app.Send(app.Cast.Ana.CheckIn(intensity: 8, functioning: 8));
        }

        await app.Dispatch();
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(FlagState.Acknowledged, flag.State);
        Assert.Contains(flag.Findings, f => f.Rule == Rule.Persistent);
        Assert.Equal(Severity.Urgent, flag.Severity);
    }

    [Fact]
    public async Task A_request_for_contact_reopens_an_acknowledged_flag_and_tells_the_team_at_once()
    {
        await using var app = await AppFixture.Create(provider);
        var before = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, before.Id));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(
            (FlagState.Open, Severity.Urgent, (string?)null),
            (flag.State, flag.Severity, flag.AcknowledgedByName)
        );
        Assert.Equal(app.Now.AddMinutes(60), flag.RespondByUtc);
        app.Mailbox.Expect(app.Cast.Priya.Email, app.Cast.Tom.Email); // Who is on call, and who had it.
    }

    [Fact]
    public async Task Asking_for_help_again_and_again_never_holds_the_ladder_back()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);
        for (var tap = 0; tap < 3; tap++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));
            await app.Escalate();
        }

        // Half an hour after the raise everybody has been told, as they would have been without the taps.
        var told = app.Mailbox.Read().Select(m => m.ToAddress).ToHashSet();
        Assert.Contains(app.Cast.Tom.Email, told);
        Assert.Contains(app.Cast.Ruth.Email, told);
    }

    [Fact]
    public async Task Asking_for_help_again_tells_somebody_at_once_even_while_the_ladder_waits_to_begin_again()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        app.Mailbox.Ignore();
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task A_recurrence_after_the_end_makes_a_new_flag_linked_to_the_one_before()
    {
        await using var app = await AppFixture.Create(provider);
        var first = await app.RaiseUrgent(app.Cast.Ana);
        await app.Reach(first.Id);
        await app.Send(
            new ResolveFlag(app.Cast.Priya.Actor, first.Id, FlagOutcome.Supported, "Spoke to her daughter.")
        );
        app.Clock.Advance(TimeSpan.FromDays(1));
        var second = await app.RaiseSoon(app.Cast.Ana);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.Id, second.PreviousFlagId);
        Assert.Equal(2, (await app.FlagsOf(app.Cast.Ana)).Count);
        await app.HoldsItsInvariants();
    }
}
