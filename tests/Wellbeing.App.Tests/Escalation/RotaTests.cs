using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Escalation;

public abstract class RotaTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RotaTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RotaTests(DatabaseProvider.Postgres);

    private const string Priya = "priya@team.example";
    private const string Tom = "tom@team.example";
    private const string Ruth = "ruth@team.example";

    [Fact]
    public void A_pattern_hands_over_at_the_same_time_of_the_teams_clock_across_both_changes_of_clocks()
    {
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var first in new[] { new DateOnly(2026, 3, 28), new DateOnly(2026, 9, 26) })
        {
            var turns = new RotaPattern([a, b], first, new TimeOnly(8, 0), 1, 14).In("Australia/Hobart");
            Assert.All(
                turns,
                t =>
                    Assert.Equal(
                        8,
                        TimeZoneInfo
                            .ConvertTimeFromUtc(t.StartsAtUtc, TimeZoneInfo.FindSystemTimeZoneById("Australia/Hobart"))
                            .Hour
                    )
            );
            Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.Equal(pair.First.EndsAtUtc, pair.Second.StartsAtUtc));
            var odd = Assert.Single(turns, t => t.EndsAtUtc - t.StartsAtUtc != TimeSpan.FromDays(1));
            Assert.Equal(first.Month == 3 ? 25 : 23, (odd.EndsAtUtc - odd.StartsAtUtc).TotalHours);
        }
    }

    [Fact]
    public async Task An_offer_is_withdrawn_by_whoever_made_it_while_nobody_has_taken_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        await app.Send(new OfferSwap(priya, app.Now, app.Now.AddDays(2), null));
        var offer = Assert.Single((await app.Send(new GetRota(tom))).Offers);
        Assert.Equal(RotaResult.NotFound, await app.Send(new WithdrawSwap(tom, offer.Id)));

        Assert.Equal(RotaResult.Done, await app.Send(new WithdrawSwap(priya, offer.Id)));

        Assert.Empty((await app.Send(new GetRota(tom))).Offers);
        Assert.Equal(RotaResult.Answered, await app.Send(new WithdrawSwap(priya, offer.Id)));
        Assert.Equal(RotaResult.Answered, await app.Send(new AnswerSwap(tom, offer.Id, Accept: true)));
    }

    [Fact]
    public async Task Who_comes_on_call_is_told_once_within_the_hour_and_who_goes_on_is_not()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.Cast.OnCall(app.Cast.Priya, app.Now.AddDays(-1), app.Now.AddHours(5));
        await app.Cast.OnCall(app.Cast.Tom, app.Now.AddHours(5), app.Now.AddHours(8));
        await app.Cast.OnCall(app.Cast.Tom, app.Now.AddHours(8), app.Now.AddHours(11));
        await app.Cast.OnCall(app.Cast.Priya, app.Now.AddHours(11), app.Now.AddHours(20));
        Assert.Equal(0, await app.Send(new TellHandOvers(Actor.System)));

        app.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(1, await app.Send(new TellHandOvers(Actor.System)));
        Assert.Equal(0, await app.Send(new TellHandOvers(Actor.System)));
        await app.Dispatch();
        app.Mailbox.Expect(Tom);

        app.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, await app.Send(new TellHandOvers(Actor.System))); // He goes on.
        app.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal(0, await app.Send(new TellHandOvers(Actor.System))); // An hour ago is no news.
    }

    [Fact]
    public async Task Two_colleagues_who_accept_one_offer_at_once_leave_one_on_call_and_the_flag_reaches_them()
    {
        await using var app = await AppFixture.Create(provider);
        var sam = await app.Cast.AddStaff("Sam Lee", "sam@team.example", Roles.Nurse);
        Assert.Equal(
            RotaResult.Done,
            await app.Send(new OfferSwap(app.Cast.Priya.Actor, app.Now, app.Now.AddDays(2), null))
        );
        var offer = Assert.Single((await app.Send(new GetRota(app.Cast.Tom.Actor))).Offers);
        var nurses = new[] { app.Cast.Tom.Actor, sam.Actor };

        var answers = await Scenes.AtOnce(2, i => app.Send(new AnswerSwap(nurses[i], offer.Id, Accept: true)));

        Assert.Equal([RotaResult.Done, RotaResult.Answered], answers.Order());
        await app.Dispatch();
        app.Mailbox.Expect(Tom, "sam@team.example", Priya);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect(answers[0] == RotaResult.Done ? Tom : "sam@team.example");
        app.Clock.Advance(TimeSpan.FromDays(2)); // The turn that was given away is over.
        Assert.True((await app.Send(new GetRota(app.Cast.Tom.Actor))).Turns[0].IsOf(app.Cast.Priya.Id));
    }

    [Fact]
    public async Task A_swap_for_a_turn_in_return_exchanges_both_and_a_new_plan_leaves_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (week, next) = (app.Now.AddDays(7), app.Now.AddDays(14));
        await app.Cast.NobodyOnCall();
        PlannedShift[] plan = [new(app.Cast.Priya.Id, app.Now, week), new(app.Cast.Tom.Id, week, next)];
        await app.Send(new PlanRota(app.Cast.Ruth.Actor, plan));
        await app.Send(new OfferSwap(app.Cast.Priya.Actor, app.Now, week, app.Cast.Tom.Id, week, next));
        var offer = Assert.Single((await app.Send(new GetRota(app.Cast.Tom.Actor))).Offers);
        await app.Send(new AnswerSwap(app.Cast.Tom.Actor, offer.Id, Accept: true));
        await app.Send(new PlanRota(app.Cast.Ruth.Actor, plan));

        var turns = (await app.Send(new GetRota(app.Cast.Tom.Actor, 2))).Turns;
        Assert.Equal([app.Cast.Tom.Id, app.Cast.Priya.Id], turns.Select(t => t.Nurses.Single().Id));
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Whose_turns_an_administrator_changes_is_told_which_come_next_and_nobody_else_is()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.AddStaff("Sam Lee", "sam@team.example", Roles.Nurse); // Has no turn, and gets none.
        await app.Cast.NobodyOnCall();
        var ruth = app.Cast.Ruth.Actor;
        var (priya, tom) = (app.Cast.Priya.Id, app.Cast.Tom.Id);
        var (day, two, three) = (app.Now.AddDays(1), app.Now.AddDays(2), app.Now.AddDays(3));

        await app.Send(new PlanRota(ruth, [new(priya, app.Now, day), new(tom, day, two), new(priya, two, three)]));
        Assert.Equal([Priya, Tom], await Told());
        // Planned once more as it is: no news.
        await app.Send(new PlanRota(ruth, [new(priya, app.Now, day), new(tom, day, two), new(priya, two, three)]));
        Assert.Empty(await Told());
        // Tom’s turn goes to Priya: she goes on from her first turn to her last.
        await app.Send(new CoverShift(ruth, priya, day, two));
        var mails = await Mails();
        Assert.Equal([Priya, Tom], mails.Select(m => m.ToAddress).Order());
        Assert.All(mails, m => Assert.Equal("Your turns on call have changed", m.Subject));
        Assert.Contains(
            "No turn of yours is planned now.",
            mails.Single(m => m.ToAddress == Tom).Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Your next turns: ", mails.Single(m => m.ToAddress == Priya).Text, StringComparison.Ordinal);
        await app.Send(new RemoveCovers(ruth, day, two));
        Assert.Equal([Priya, Tom], await Told());
        // A cover of who has the turn anyway changes nothing for anybody.
        await app.Send(new CoverShift(ruth, tom, day, two));
        Assert.Empty(await Told());
        await app.Send(new ClearPlan(ruth, two, three));
        Assert.Equal([Priya], await Told());

        async Task<IReadOnlyList<OutgoingMail>> Mails()
        {
            await app.Dispatch();
            return app.Mailbox.Read();
        }

        async Task<IEnumerable<string>> Told() => (await Mails()).Select(m => m.ToAddress).Order();
    }

    [Fact]
    public async Task Whose_turn_goes_on_after_a_cover_is_told_that_it_begins_again()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(new CoverShift(app.Cast.Ruth.Actor, app.Cast.Tom.Id, app.Now.AddHours(1), app.Now.AddHours(5)));
        await app.Dispatch();
        app.Mailbox.Ignore();
        Assert.Equal([Tom], await Begin(TimeSpan.FromHours(2)));
        Assert.Equal([Priya], await Begin(TimeSpan.FromHours(4)));

        async Task<IEnumerable<string>> Begin(TimeSpan within)
        {
            await app.Pass(within, TimeSpan.FromMinutes(30));
            return app.Mailbox.Read().Where(m => m.Subject == "You are on call now").Select(m => m.ToAddress);
        }
    }

    [Fact]
    public async Task Whoever_takes_over_is_told_first_and_the_second_nurse_is_the_next_on_the_rota()
    {
        await using var app = await AppFixture.Create(provider);
        Assert.Equal(RotaResult.Done, await app.Send(new TakeOverOnCall(app.Cast.Tom.Actor)));
        Assert.Equal(RotaResult.AlreadyOnCall, await app.Send(new TakeOverOnCall(app.Cast.Tom.Actor)));
        await app.Dispatch();
        app.Mailbox.Expect(Priya); // That a colleague took over.
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect(Tom);
    }

    [Fact]
    public async Task The_daily_check_warns_administrators_once_a_day_of_gaps_and_of_steps_that_reach_nobody()
    {
        await using var app = await AppFixture.Create(provider);
        Assert.Empty((await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems);
        await app.Tick();
        app.Mailbox.Expect();

        await app.Cast.NobodyOnCall();
        await app.Cast.OnCall(app.Cast.Priya, app.Now, app.Now.AddDays(10));
        await app.Cast.OnCall(app.Cast.Tom, app.Now.AddDays(14), app.Now.AddDays(21));
        var problems = (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems;
        var gap = Assert.Single(problems.OfType<ReadinessProblem.RotaGap>());
        Assert.Equal((app.Now.AddDays(10), app.Now.AddDays(14)), (gap.FromUtc, gap.ToUtc));
        Assert.Single(problems);

        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await Scenes.AtOnce(3, i => app.Send(new CheckReadiness(Actor.System)));
        await app.Dispatch();
        app.Mailbox.Expect(Ruth);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(new CheckReadiness(Actor.System));
        await app.Dispatch();
        app.Mailbox.Expect(Ruth);
    }

    [Fact]
    public async Task A_refused_address_shows_until_an_administrator_says_that_it_works_again()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(async db =>
        {
            var tom = await db.Users.SingleAsync(a => a.Id == app.Cast.Tom.Id);
            (tom.AddressRefusedAtUtc, tom.AddressRefusal) = (app.Now, "550 No such user");
            await db.SaveChangesAsync();
        });
        var view = await app.Send(new GetReadiness(app.Cast.Ruth.Actor));
        Assert.Equal("550 No such user", Assert.Single(view.Refused).Reply);
        Assert.Contains(new ReadinessProblem.AddressRefused("Tom Walker", app.Now), view.Problems);

        Assert.True(await app.Send(new TryAddressAgain(app.Cast.Ruth.Actor, AddressOwner.Staff, app.Cast.Tom.Id)));
        Assert.False(await app.Send(new TryAddressAgain(app.Cast.Ruth.Actor, AddressOwner.Staff, app.Cast.Tom.Id)));
        Assert.Empty((await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems);
    }

    [Fact]
    public async Task While_the_mail_server_is_away_rounds_of_a_ladder_leave_one_unsent_message_a_person()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, "No answer.");
        app.Mailbox.Rest = _ => app.Mailbox.Attempts.IsEmpty ? TimeSpan.Zero : TimeSpan.FromMinutes(1); // A server that is away costs one attempt.
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        for (var beat = 0; beat < 24; beat++)
            await app.EscalateAfter(TimeSpan.FromMinutes(15));

        var messages = await app.Messages();
        Assert.All(
            messages.Where(n => n.State == MessageState.Pending).GroupBy(n => (n.Kind, n.Address)),
            same => Assert.Single(same)
        );
        Assert.Single(messages, n => n.State == MessageState.RetryWait); // What was tried goes on being tried.
        Assert.True(messages.Count(n => n.State == MessageState.Cancelled && n.SupersededBy != null) > 5);
        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task After_an_outage_each_flag_has_one_late_message_and_the_team_one_digest()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);
        await app.RaiseUrgent(app.Cast.Omar);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await Scenes.AtOnce(2, i => app.Send(new AdvanceEscalations(Actor.System)));
        await app.Send(new AdvanceEscalations(Actor.System));
        await app.Dispatch();

        var mails = app.Mailbox.Read();
        var digests = mails.Where(m => m.Subject.Contains("flags have waited", StringComparison.Ordinal)).ToList();
        Assert.Equal([Priya, Tom], digests.Select(m => m.ToAddress).Order());
        Assert.All(digests, m => Assert.Contains("2 flags", m.Text, StringComparison.Ordinal));
        Assert.Equal([Tom, Tom], mails.Except(digests).Select(m => m.ToAddress)); // The second nurse, once a flag.
    }
}
