using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Flags;

/// <summary>Snooze, assign and raise by hand.</summary>
public abstract class HandFlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : HandFlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : HandFlagTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_flag_is_given_to_nobody_who_has_not_joined_or_takes_no_mail()
    {
        await using var app = await AppFixture.Create(provider);
        var (ruth, priya, tom) = (app.Cast.Ruth.Actor, app.Cast.Priya.Actor, app.Cast.Tom);
        await app.Send(new InviteStaff(ruth, "Mary Wu", "mary@team.example", Roles.Nurse));
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var invited = (await app.Send(new ListColleagues(priya))).Single(c => c.Name == "Mary Wu");
        Assert.False(invited.CanAct);
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new AssignFlag(priya, flag.Id, invited.Id))
        );
        Assert.Equal("nurse", Assert.Single(refused.Errors).PropertyName);

        await app.Db(db =>
            db.Users.Where(u => u.Id == tom.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.AddressRefusedAtUtc, app.Now))
        );
        await Assert.ThrowsAsync<ValidationException>(() => app.Send(new AssignFlag(priya, flag.Id, tom.Id)));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new AssignFlag(tom.Actor, flag.Id, tom.Id))); // He is here.
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_snooze_is_capped_ends_and_is_broken_by_a_cry_for_help()
    {
        await using var app = await AppFixture.Create(provider);
        var priya = app.Cast.Priya.Actor;
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Reach(flag.Id);
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new SnoozeFlag(priya, flag.Id, app.Now.AddHours(25), "Rings back after her scan"))
        );
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new SnoozeFlag(priya, flag.Id, app.Now.AddHours(20), "Rings back after her scan"))
        );
        Assert.IsType<FlagChangeResult.TakenBy>(
            await app.Send(
                new SnoozeFlag(app.Cast.Tom.Actor, flag.Id, app.Now.AddHours(2), "Rings back after her scan")
            )
        );
        await app.EscalateAfter(TimeSpan.FromHours(19));
        app.Mailbox.Expect();
        await app.EscalateAfter(TimeSpan.FromHours(1));
        app.Mailbox.Expect("priya@team.example"); // Open again.

        await app.Send(new SnoozeFlag(priya, flag.Id, app.Now.AddHours(20), "Rings back after her scan"));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect("priya@team.example");
        Assert.Equal(FlagState.Open, (await app.FlagOf(app.Cast.Ana)).State);
    }

    [Fact]
    public async Task A_snooze_outlasts_an_attempt_that_is_recorded_meanwhile()
    {
        await using var app = await AppFixture.Create(provider);
        var priya = app.Cast.Priya.Actor;
        var flag = await app.Raise(app.Cast.Ana, Severity.Soon);
        var until = app.Now.AddDays(6);
        Assert.True(app.Now.AddHours(2) + flag.Plan.AcknowledgementLasts < until);
        await app.Send(new SnoozeFlag(priya, flag.Id, until, "Rings back after her scan"));

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Send(
            new RecordContactAttempt(priya, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, Reached: false, null)
        );

        Assert.Equal(until, (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
        await app.EscalateAfter(until.AddMinutes(-1) - app.Now);
        Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(app.Cast.Ana)).State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_is_given_a_flag_is_told_though_a_colleague_acknowledges_before_the_mail_leaves()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AssignFlag(priya.Actor, flag.Id, tom.Id));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new AcknowledgeFlag(priya.Actor, flag.Id)));

        await app.Dispatch();

        app.Mailbox.Expect(tom.Email);
    }

    [Fact]
    public async Task The_nurse_a_flag_is_assigned_to_is_told_takes_it_from_a_colleague_and_both_stand_in_the_history()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(priya.Actor, flag.Id));
        Assert.IsType<FlagChangeResult.TakenBy>(await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id)));
        await app.Send(new AssignFlag(priya.Actor, flag.Id, tom.Id));
        await app.Dispatch();
        app.Mailbox.Expect("tom@team.example");
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id)));

        var view = (await app.Send(new GetFlag(tom.Actor, flag.Id)))!;
        Assert.Equal(tom.Id, view.AcknowledgedBy);
        Assert.Equal("Tom Walker", view.History.Select(h => h.What).OfType<FlagEvent.Assigned>().Single().To);
        Assert.Equal(["Priya Nair"], view.History.Select(h => h.What).OfType<FlagEvent.StepTaken>().First().Names);
    }

    [Fact]
    public async Task A_flag_raised_by_hand_after_a_resolved_one_is_linked_to_it_keeps_its_reason_and_is_raised_once()
    {
        await using var app = await AppFixture.Create(provider);
        var priya = app.Cast.Priya.Actor;
        var first = await app.RaiseUrgent(app.Cast.Ana);
        await app.Reach(first.Id);
        await app.Send(new ResolveFlag(priya, first.Id, FlagOutcome.NoLongerDistressed, "Felt better"));
        var request = Guid.CreateVersion7();
        var raised = await Scenes.AtOnce(
            3,
            _ =>
                app.Send(new RaiseFlag(priya, app.Cast.Ana.Id, request, Severity.Soon, "Her husband rang: it is worse"))
        );
        await app.Dispatch();
        app.Mailbox.Expect("priya@team.example");

        var id = Assert.Single(raised.Cast<RaiseFlagResult.Raised>().Select(r => r.FlagId).Distinct());
        var view = (await app.Send(new GetFlag(priya, id)))!;
        Assert.Equal(first.Id, view.PreviousFlagId);
        Assert.Equal("Her husband rang: it is worse", Assert.Single(view.Findings).Reason);
        await app.HoldsItsInvariants();
    }
}
