using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.SupportContacts;
using Wellbeing.App.Team;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class AdvanceEscalationsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AdvanceEscalationsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AdvanceEscalationsTests(DatabaseProvider.Postgres);

    private const string Priya = "priya@team.example";
    private const string Tom = "tom@team.example";
    private const string Ruth = "ruth@team.example";
    private const string Bea = "bea@home.example";
    private const string Ward = "ward@team.example";

    private static DateTime Utc(int day, int hour, int minute = 0) =>
        new(2026, 2, day, hour, minute, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_urgent_flag_tells_more_people_at_each_step_then_the_administrators_and_never_falls_silent()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect(Priya);

        await app.EscalateAfter(TimeSpan.FromMinutes(14));
        app.Mailbox.Expect();
        await app.EscalateAfter(TimeSpan.FromMinutes(1));
        app.Mailbox.Expect(Tom); // The second nurse.
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        // Ruth is told of the flag, and alarmed that nobody answered.
        app.Mailbox.Expect(Priya, Tom, Ruth, Ruth);

        for (var round = 2; round <= 3; round++)
        {
            await app.EscalateAfter(TimeSpan.FromMinutes(59));
            app.Mailbox.Expect();
            await app.EscalateAfter(TimeSpan.FromMinutes(1));
            app.Mailbox.Expect(Priya);
            Assert.Equal(round, (await app.FlagOf(app.Cast.Ana)).Cycle);
            await app.EscalateAfter(TimeSpan.FromMinutes(15));
            app.Mailbox.Expect(Tom);
            await app.EscalateAfter(TimeSpan.FromMinutes(15));
            app.Mailbox.Expect(Priya, Tom, Ruth, Ruth);
            await app.HoldsItsInvariants();
        }
    }

    [Fact]
    public async Task Sweeping_every_few_seconds_or_from_three_servers_at_once_takes_each_step_once()
    {
        await using var app = await AppFixture.Create(provider);
        var people = new List<Person>();
        for (var i = 0; i < 10; i++)
        {
            people.Add(await app.Cast.AddPatient($"P{i}", $"p{i}@home.example"));
            await app.Raise(people[i], Severity.Urgent);
        }

        await Scenes.AtOnce(3, _ => app.Send(new AdvanceEscalations(Actor.System)));
        await app.Send(new AdvanceEscalations(Actor.System));

        foreach (var person in people)
            Assert.Equal([(1, 0)], (await app.StepsOf(await app.FlagOf(person))).Select(s => (s.Cycle, s.Step)));
        Assert.Equal(10, (await app.Messages()).Count);
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_flag_that_cannot_be_advanced_is_reported_and_holds_back_no_other()
    {
        await using var app = await AppFixture.Create(provider);
        var broken = await app.Raise(app.Cast.Ana, Severity.Urgent);
        await app.Raise(app.Cast.Omar, Severity.Urgent);
        await app.Db(db =>
            db.Database.ExecuteSqlAsync($"UPDATE \"Flags\" SET \"Plan\" = 'not a plan' WHERE \"Id\" = {broken.Id}")
        );

        await Assert.ThrowsAsync<AggregateException>(() => app.Send(new AdvanceEscalations(Actor.System)));
        await app.Dispatch();
        app.Mailbox.Expect(Priya);
        Assert.Equal(app.Now.AddMinutes(15), (await app.FlagOf(app.Cast.Omar)).NextActionAtUtc);
    }

    [Fact]
    public async Task After_eight_hours_down_a_flag_gets_one_late_step_and_no_burst()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.EscalateAfter(TimeSpan.FromHours(8));
        await app.Escalate();
        app.Mailbox.Expect(Tom);
        Assert.Equal([(0, 0), (1, 465)], (await app.StepsOf(flag)).Select(s => (s.Step, s.LateMinutes)));

        await app.EscalateAfter(TimeSpan.FromMinutes(14));
        app.Mailbox.Expect();
        await app.EscalateAfter(TimeSpan.FromMinutes(1));
        app.Mailbox.Expect(Priya, Tom, Ruth, Ruth);
    }

    [Fact]
    public async Task With_nobody_on_call_the_step_is_recorded_administrators_are_alarmed_and_the_next_is_taken_at_once()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();

        // Neither a first nor a second nurse: the whole team and Ruth now, and one alarm for her. That nobody has
        // answered nobody can know yet.
        app.Mailbox.Expect(Ruth, Ruth, Priya, Tom);
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal([0, 0, 3], (await app.StepsOf(flag)).Select(s => s.Recipients));
        Assert.Contains(await app.AuditTrail(), a => a.FlagId == flag.Id && a.Action == AuditActions.StepReachedNobody);
        Assert.Equal(app.Now.AddHours(1), flag.NextActionAtUtc);
    }

    [Fact]
    public async Task No_step_waits_beyond_what_the_person_was_promised()
    {
        await using var app = await AppFixture.Create(provider);
        var slow = EscalationPlan.Default(Severity.Soon);
        slow = slow with { Steps = [slow.Steps[0], slow.Steps[1] with { After = TimeSpan.FromHours(30) }] };
        Assert.IsType<PublishPolicyResult.Published>(
            await app.Send(new PublishPolicy(app.Cast.Ruth.Actor, Severity.Soon, 1, slow, "Fewer emails"))
        );
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true)); // Monday, ten in the morning: promised for Tuesday at five.
        await app.Escalate();
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((Utc(3, 7), flag.RespondByUtc), (flag.RespondByUtc, flag.NextActionAtUtc));
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(105, "Friday, seven in the evening")]
    [InlineData(121, "Saturday, eleven in the morning")]
    [InlineData(158, "Monday, a quarter to midnight before")]
    public async Task What_is_promised_for_Monday_tells_the_next_colleagues_on_Monday(int hoursLater, string asked)
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.Advance(TimeSpan.FromHours(hoursLater));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(Priya); // Whoever is on call, at once.

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.True(flag.RespondByUtc == Utc(9, 7), asked);
        Assert.Equal(Utc(9, 2), flag.NextActionAtUtc); // Four hours after eight.
        await app.EscalateAfter(Utc(9, 1, 59) - app.Now);
        app.Mailbox.Expect();
        await app.EscalateAfter(TimeSpan.FromMinutes(1));
        app.Mailbox.Expect(Priya, Tom);
        await app.EscalateAfter(TimeSpan.FromHours(4));
        app.Mailbox.Expect(Priya, Tom, Ruth, Ruth); // Still before the promise ends, with an alarm for the administrator.
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_mailbox_alone_is_nobody_who_answers_where_colleagues_were_meant()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.Send(new AddMailbox(app.Cast.Ruth.Actor, "Ward", Ward));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();

        // The most urgent flag must not wait half an hour for what a less urgent one has at once: the whole team.
        app.Mailbox.Expect(Ward, Ruth, Ruth, Priya, Tom);
        await app.HoldsItsInvariants(); // No burst: it says why the next step came at once.
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_support_contact_alone_does_not_count_as_somebody_of_the_team()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();

        // The mail to Bea says that the team has been told: so it must be, at once.
        app.Mailbox.Expect(Bea, Ruth, Priya, Tom);
    }

    [Fact]
    public async Task With_nobody_to_reach_at_all_the_ladder_ends_once_and_waits_for_its_next_round()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        await app.Db(db => db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.Enabled, false)));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Escalate();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal([0, 0, 0], (await app.StepsOf(flag)).Select(s => s.Recipients));
        Assert.Equal(app.Now.AddHours(1), flag.NextActionAtUtc);
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task The_teams_mailbox_is_told_of_an_urgent_flag_where_one_is_configured()
    {
        await using var app = await AppFixture.Create(provider, ("Team:Mailbox", "team@team.example"));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Expect(Priya, "team@team.example");
    }

    [Fact]
    public async Task A_disabled_nurse_is_not_told()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);
        await app.Db(db =>
            db.Users.Where(u => u.Email == Tom).ExecuteUpdateAsync(u => u.SetProperty(x => x.Enabled, false))
        );
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        app.Mailbox.Expect(Priya, Ruth, Ruth, Ruth); // No second nurse is left: the next step at once, and the alarms.
    }

    [Theory]
    [InlineData("bea@home.example", Severity.Urgent)] // Of graver things only.
    [InlineData("bea@new.example", Severity.Soon)] // Another address has not said yes.
    public async Task When_a_contact_who_was_told_is_counted_on_no_more_the_next_one_is_told_once(
        string email,
        Severity from
    )
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        var bea = await app.Cast.AddConfirmedContact(ana, "Bea", Bea, Severity.Soon);
        await app.Cast.AddConfirmedContact(ana, "Cem", "cem@home.example", Severity.Soon);
        await app.Send(ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(Priya, Bea);

        Task Change(string address, Severity consent, string phone) =>
            app.Send(
                new ChangeContact(ana.Actor, bea, "Bea", address, phone, "sister", consent, "en", ContactScope.Call)
            );
        await Change(Bea, Severity.Soon, "0400 000 002"); // Still counted on.
        await app.Dispatch();
        app.Mailbox.Expect();

        await Change(email, from, "0400 000 002");
        await app.Dispatch();
        app.Mailbox.Expect(email == Bea ? ["cem@home.example"] : ["cem@home.example", email]);

        await Change(email, from, "0400 000 003");
        await app.Dispatch();
        app.Mailbox.Expect();
    }

    [Fact]
    public async Task Only_confirmed_contacts_are_told_from_the_severity_consented_to_and_once_a_severity()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Cast.AddConfirmedContact(ana, "Bea", Bea, Severity.Soon);
        await app.Cast.AddConfirmedContact(ana, "Cem", "cem@home.example", Severity.Urgent);
        await app.Send(new NominateContact(ana.Actor, "Dov", "dov@home.example", null, "friend", Severity.Review));
        await app.Dispatch();
        app.Mailbox.Expect("dov@home.example"); // The question alone.
        var eve = await app.Cast.AddConfirmedContact(ana, "Eve", "eve@home.example", Severity.Review);
        await app.Send(new WithdrawContact(ana.Actor, eve));
        var fay = await app.Cast.AddConfirmedContact(ana, "Fay", "fay@home.example", Severity.Review);
        await app.Db(async db =>
        {
            (await db.SupportContacts.SingleAsync(c => c.Id == fay)).Decline(app.Now); // "No more mails, please."
            await db.SaveChangesAsync();
        });

        await app.Send(ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(Priya, Bea);
        await app.EscalateAfter(TimeSpan.FromHours(4));
        await app.EscalateAfter(TimeSpan.FromHours(20));
        app.Mailbox.Ignore();
        await app.EscalateAfter(TimeSpan.FromHours(24)); // The second round.
        app.Mailbox.Expect(Priya);

        await app.Send(ana.CheckIn(intensity: 10)); // Graver: Cem may know now, and Bea once more.
        await app.Dispatch();
        app.Mailbox.Expect(Priya, Bea, "cem@home.example");
    }

    [Fact]
    public async Task A_contact_whose_message_was_cancelled_before_it_left_is_told_when_the_flag_opens_again()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        var flag = await app.FlagOf(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id)); // Before anything was sent.
        await app.EscalateAfter(TimeSpan.FromHours(4));
        app.Mailbox.Expect(Priya, Bea);
    }

    [Fact]
    public async Task A_flag_to_review_moves_on_in_working_hours_only()
    {
        await using var app = await AppFixture.Create(provider, ("Team:Holidays:0", "2026-02-09"));
        app.Clock.SetUtcNow(new DateTimeOffset(Utc(6, 5))); // Friday, 15:00 in Brisbane.
        var flag = await app.Raise(app.Cast.Ana, Severity.Review);
        await app.Escalate();
        app.Mailbox.Expect(Priya);

        // Two hours on Friday, none at the weekend or on Monday's holiday, nine on Tuesday, five on Wednesday.
        Assert.Equal(Utc(11, 3), (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
        app.Clock.SetUtcNow(new DateTimeOffset(Utc(11, 2, 59)));
        await app.Escalate();
        app.Mailbox.Expect();
        await app.EscalateAfter(TimeSpan.FromMinutes(1));
        app.Mailbox.Expect(Priya, Tom);
        Assert.All(await app.StepsOf(flag), s => Assert.False(s.Late));

        // Eight more working hours would be Thursday: it is promised for Wednesday at five.
        Assert.Equal(Utc(11, 7), (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
        await app.EscalateAfter(Utc(11, 7) - app.Now);
        app.Mailbox.Expect(Priya, Tom, Ruth, Ruth);
        Assert.Equal(Utc(12, 6), (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
    }

    [Fact]
    public async Task A_review_step_pulled_forward_is_not_followed_by_a_burst()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Cast.NobodyOnCall();
        app.Clock.SetUtcNow(new DateTimeOffset(Utc(6, 6))); // Friday, 16:00 in Brisbane.
        var flag = await app.Raise(app.Cast.Ana, Severity.Review);
        await app.Escalate();
        await app.EscalateAfter(TimeSpan.FromMinutes(10));

        Assert.Equal([0, 1], (await app.StepsOf(flag)).Select(s => s.Step));
        app.Mailbox.Expect(Ruth, Priya, Tom);
        // Eight working hours after the step that was pulled forward: one on Friday, seven on Monday.
        Assert.Equal(Utc(9, 5), (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
    }

    [Fact]
    public async Task A_refused_message_brings_the_next_step_forward_shows_on_the_flag_and_disables_the_contact()
    {
        await using var app = await AppFixture.Create(provider);
        var bea = await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", Bea);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == Bea
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "550 no such user", AddressRefused: true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        await app.Dispatch();

        app.Mailbox.Expect(Priya, Tom);
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(app.Now.AddMinutes(15), flag.NextActionAtUtc);
        Task<SupportContactState> State() =>
            app.Db(db => db.SupportContacts.Where(c => c.Id == bea).Select(c => c.State).SingleAsync());
        Assert.Equal(SupportContactState.Confirmed, await State()); // Refused once may be a mistake.
        app.Clock.Advance(Message.RefusedAgainAfter);
        await app.Dispatch();
        app.Mailbox.Ignore();
        Assert.Equal(SupportContactState.Unreachable, await State());
        var history = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!.History;
        Assert.Contains(history, h => h.What is FlagEvent.MessageTold { Fate: MessageFate.Permanent, Reply: "550" });
        Assert.Contains(history, h => h.What is FlagEvent.LadderPulledForward);
        Assert.Contains(history, h => h.What is FlagEvent.ContactUnreachable);
    }

    [Fact]
    public async Task A_nurse_whose_address_is_refused_costs_no_time()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == Priya
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "550 gone", AddressRefused: true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        for (var run = 0; run < 4; run++)
            await app.Dispatch();

        // The second step follows at once and does not count on her any more; the third has its own time.
        app.Mailbox.Expect(Tom);
        Assert.Equal(app.Now.AddMinutes(15), (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
    }

    [Fact]
    public async Task A_change_of_policy_leaves_ladders_that_have_begun_alone()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);
        await app.Db(async db =>
        {
            db.EscalationPolicies.Add(
                new EscalationPolicy
                {
                    Id = Guid.CreateVersion7(),
                    Severity = Severity.Urgent,
                    Number = 2,
                    Plan = new EscalationPlan(
                        EscalationClock.AroundTheClock,
                        [new(TimeSpan.Zero, [EscalationTarget.Administrators])],
                        TimeSpan.FromHours(2),
                        TimeSpan.FromHours(1)
                    ),
                    PublishedAtUtc = app.Now,
                }
            );
            await db.SaveChangesAsync();
        });
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        app.Mailbox.Expect(Tom);

        await app.Send(app.Cast.Omar.CheckIn(intensity: 9)); // A new ladder takes the new policy, whose only step is also its last: nobody has had time to answer it.
        await app.Dispatch();
        app.Mailbox.Expect(Ruth);
        Assert.Equal(app.Now.AddHours(2), (await app.FlagOf(app.Cast.Omar)).NextActionAtUtc);
    }

    [Fact]
    public async Task An_acknowledgement_racing_the_sweep_leaves_one_consistent_flag()
    {
        await using var app = await AppFixture.Create(provider);
        for (var race = 0; race < 5; race++)
        {
            var person = await app.Cast.AddPatient($"P{race}", $"p{race}@home.example");
            var flag = await app.RaiseUrgent(person);
            app.Clock.Advance(TimeSpan.FromMinutes(15));
            await Scenes.AtOnce(
                3,
                async i =>
                {
                    if (i == 0)
                        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));
                    else
                        await app.Escalate();
                    return true;
                }
            );
            app.Mailbox.Ignore();
            Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(person)).State);
            await app.Dispatch();
            app.Mailbox.Expect();
            await app.HoldsItsInvariants();
        }
    }

    [Fact]
    public async Task Whatever_happens_no_unresolved_flag_is_ever_without_a_next_action()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var random = new Random(20260202); // The same story on every run.
        for (var step = 0; step < 40; step++)
        {
            var flag = (await app.FlagsOf(ana)).SingleOrDefault(f => f.State != FlagState.Resolved);
            switch (random.Next(8))
            {
                case 0:
                    await app.Send(ana.CheckIn(random.Next(11), random.Next(11), contactMe: random.Next(3) == 0));
                    break;
                case 1:
                    await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
                    break;
                case 2 when flag is not null:
                    await app.Send(new AcknowledgeFlag(priya, flag.Id));
                    break;
                case 3 when flag is not null:
                    await app.Send(
                        new RecordContactAttempt(
                            priya,
                            flag.Id,
                            Guid.CreateVersion7(),
                            ContactChannel.Phone,
                            false,
                            null
                        )
                    );
                    break;
                case 4 when flag is not null && random.Next(3) == 0:
                    await app.Send(new ResolveFlag(priya, flag.Id, FlagOutcome.NotNeeded, "Nothing to be done."));
                    break;
                case 5:
                    app.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "no", true);
                    break;
                case 6:
                    app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
                    break;
                default:
                    app.Clock.Advance(TimeSpan.FromMinutes(random.Next(600)));
                    break;
            }

            await app.Tick();
            app.Mailbox.Ignore();
            await app.HoldsItsInvariants();
        }
    }
}
