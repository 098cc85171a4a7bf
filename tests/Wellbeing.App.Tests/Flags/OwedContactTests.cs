using FluentValidation;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

/// <summary>Who asked for contact was promised contact by an instant: that a nurse has the flag is not that.</summary>
public abstract class OwedContactTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OwedContactTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OwedContactTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task An_acknowledgement_ends_with_the_promise_unless_somebody_tried_to_be_in_touch()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(ana.CheckIn(contactMe: true)); // Monday, ten in the morning: promised for Tuesday at five.
        var flag = await app.FlagOf(ana);
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));

        // The person still reads the instant, and the flag opens again with it.
        Assert.Equal((ReadState.Planned, flag.RespondByUtc), ((await Home(app)).State, (await Home(app)).AtUtc));
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new SnoozeFlag(tom.Actor, flag.Id, flag.RespondByUtc.AddHours(1), "After the clinic"))
        );
        app.Mailbox.Ignore();
        await app.EscalateAfter(flag.RespondByUtc - app.Now);
        flag = await app.FlagOf(ana);
        Assert.Equal(FlagState.Open, flag.State);
        Assert.Equal(ReadState.Late, (await Home(app)).State);
        app.Mailbox.Expect("priya@team.example", "tom@team.example"); // On call, and who had it.

        // Late already: the next colleagues are not told tomorrow.
        Assert.True(flag.NextActionAtUtc <= app.Now + Flag.LongestGapWhenLate);
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        Assert.Equal(app.Now + Flag.ContactOwedWithin, (await app.FlagOf(ana)).NextActionAtUtc);

        await app.Send(
            new RecordContactAttempt(
                tom.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                Reached: false,
                null
            )
        );
        // A try that failed is no answer: what is overdue opens again within hours, and the page stays late.
        Assert.Equal(app.Now + Flag.ContactOwedWithin, (await app.FlagOf(ana)).NextActionAtUtc);
        var late = await Home(app);
        Assert.Equal(
            (ReadState.Late, flag.RespondByUtc, "Tom", app.Now),
            (late.State, late.AtUtc, late.ByName, late.TriedAtUtc)
        );
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_flag_is_not_snoozed_before_somebody_has_tried_to_be_in_touch(bool acknowledges)
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        var raised = await app.RaiseUrgent(ana);
        await app.EscalateAfter(TimeSpan.FromHours(2));
        app.Mailbox.Ignore();
        if (acknowledges)
            await app.Send(new AcknowledgeFlag(tom.Actor, raised.Id));
        var refused = await Assert.ThrowsAsync<ValidationException>(() => app.Send(Snooze(TimeSpan.FromHours(1))));
        Assert.Equal("until", Assert.Single(refused.Errors).PropertyName);
        Assert.Contains("They have waited since Mon 2 Feb, 10:00 am", refused.Message, StringComparison.Ordinal);
        Assert.Equal(!acknowledges, refused.Message.Contains("or acknowledge it", StringComparison.Ordinal));
        Assert.Equal(raised.RaisedAtUtc, (await app.Send(new GetFlag(tom.Actor, raised.Id)))!.WaitingSinceUtc);

        await app.Send(NotReached(app, raised.Id));
        Assert.Null((await app.Send(new GetFlag(tom.Actor, raised.Id)))!.WaitingSinceUtc);
        Assert.IsType<FlagChangeResult.Done>(await app.Send(Snooze(TimeSpan.FromHours(1))));
        app.Mailbox.Ignore();

        SnoozeFlag Snooze(TimeSpan span) => new(tom.Actor, raised.Id, app.Now + span, "Interpreter is booked");
    }

    [Theory]
    [InlineData(Rule.NotSafe)]
    [InlineData(Rule.ContactRequested)]
    [InlineData(Rule.Acute)]
    public async Task Taking_a_flag_on_after_its_promise_has_passed_takes_the_apology_from_nobody(Rule rule)
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        if (rule == Rule.NotSafe)
            await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        else
            await app.Send(ana.CheckIn(rule == Rule.Acute ? 10 : 2, contactMe: rule == Rule.ContactRequested));
        var flag = await app.FlagOf(ana);
        app.Clock.Advance(flag.RespondByUtc - app.Now + TimeSpan.FromMinutes(5));
        await app.Tick();
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        var told = await Home(app);
        Assert.Equal((ReadState.Late, flag.RespondByUtc, true), (told.State, told.AtUtc, told.SomebodyHasIt));

        await app.Send(NotReached(app, flag.Id));
        told = await Home(app);
        Assert.Equal((ReadState.Late, false, "Tom"), (told.State, told.SomebodyHasIt, told.ByName));

        await app.Reach(flag.Id, tom);
        Assert.Equal(ReadState.InTouch, (await Home(app)).State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task An_open_flag_whose_promise_has_passed_is_late_though_a_nurse_has_read_it()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)); // A look marks it as read.
        Assert.Equal((ReadState.Read, "Priya"), ((await Home(app)).State, (await Home(app)).ByName));
        app.Clock.Advance(flag.RespondByUtc - app.Now);
        Assert.Equal((ReadState.Late, flag.RespondByUtc), ((await Home(app)).State, (await Home(app)).AtUtc));
        app.Clock.Advance(TimeSpan.FromDays(15));
        Assert.True((await Home(app)).ForDays);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task An_urgent_flag_waits_hours_and_not_a_day_while_nobody_has_reached_the_person()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        var id = (await app.FlagOf(ana)).Id;
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new RecordAndDecide(NotReached(app, id), Again(TimeSpan.FromHours(5))))
        );
        Assert.Equal(
            "Nobody has reached them yet: choose a time within the next 4 hours.",
            Assert.Single(refused.Errors).ErrorMessage
        );
        Assert.Equal(Flag.LongestWaitUnreached, (await app.Send(new GetFlag(tom.Actor, id)))!.LongestWait);

        var call = NotReached(app, id);
        await app.Send(new RecordAndDecide(call, Again(Flag.LongestWaitUnreached)));
        var told = await Home(app);
        Assert.Equal(
            (ReadState.Tried, "Tom", app.Now + Flag.LongestWaitUnreached, true, true),
            (told.State, told.ByName, told.AtUtc, told.Called, told.NotSafe)
        );
        // The hour that they were promised has passed: the page says so, and whatever happens next does not unsay it.
        var promised = app.Now.AddHours(1);
        await app.EscalateAfter(TimeSpan.FromHours(2));
        told = await Home(app);
        Assert.Equal(
            (ReadState.Late, promised, "Tom", app.Now.AddHours(2)),
            (told.State, told.AtUtc, told.ByName, told.AgainAtUtc)
        );
        await app.EscalateAfter(TimeSpan.FromHours(2));
        app.Clock.Advance(TimeSpan.FromMinutes(10)); // The server was away.
        told = await Home(app);
        Assert.Equal(
            (ReadState.Late, promised, "Tom", promised.AddHours(-1), null),
            (told.State, told.AtUtc, told.ByName, told.TriedAtUtc, told.AgainAtUtc)
        );
        var row = Assert.Single((await app.Send(new ListFlags(tom.Actor))).Rows);
        Assert.Equal(
            (true, promised, promised.AddHours(3)),
            (row.Overdue, row.RespondByUtc, row.TryAgainSinceUtc!.Value)
        );
        Assert.Equal(1, (await app.Send(new ListFlags(tom.Actor, FlagFilter.Overdue))).Total);
        var sheet = Assert.Single((await app.Send(new GetHandover(tom.Actor, MineOnly: false))).Rows);
        Assert.Equal((promised, row.TryAgainSinceUtc), (sheet.RespondByUtc, sheet.TryAgainSinceUtc));
        var view = (await app.Send(new GetFlag(tom.Actor, id)))!;
        Assert.Equal((promised, row.TryAgainSinceUtc), (view.RespondByUtc, view.TryAgainSinceUtc));

        // Once they were reached it may wait for the next day; what they say after that begins it anew.
        await app.Reach(id, tom);
        Assert.IsType<FlagChangeResult.Done>(await app.Send(Again(TimeSpan.FromHours(20))));
        Assert.Equal(ReadState.InTouch, (await Home(app)).State);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        Assert.Equal(Flag.LongestWaitUnreached, (await app.Send(new GetFlag(tom.Actor, id)))!.LongestWait);
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();

        SnoozeFlag Again(TimeSpan span) => new(tom.Actor, id, app.Now + span, "Not reached: to ring again.");
    }

    [Fact]
    public async Task Who_could_not_be_reached_by_message_and_for_whom_no_next_time_was_chosen_reads_that_somebody_tried()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseSoon(app.Cast.Ana);
        await app.Send(NotReached(app, flag.Id, ContactChannel.TextMessage));
        var told = await Home(app);
        Assert.Equal((ReadState.Tried, "Tom", null, false), (told.State, told.ByName, told.AtUtc, told.Called));
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(ContactChannel.Email)]
    [InlineData(ContactChannel.Phone)]
    public async Task A_try_that_reached_nobody_does_not_outlive_what_was_promised(ContactChannel channel)
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(ana.CheckIn(contactMe: true)); // Monday: promised for Tuesday at five; acknowledged until Thursday.
        var promised = (await app.FlagOf(ana)).RespondByUtc;
        var flagId = (await app.FlagOf(ana)).Id;
        await app.Send(NotReached(app, flagId, channel));
        Assert.Equal(promised, (await app.FlagOf(ana)).NextActionAtUtc);
        var told = await Home(app);
        Assert.Equal((ReadState.Tried, "Tom", promised), (told.State, told.ByName, told.PromisedUtc));

        // Whoever was rung may be rung again on the day after; a mail puts off nothing.
        var rings = new SnoozeFlag(tom.Actor, flagId, promised.AddHours(16), "To ring again");
        if (channel == ContactChannel.Email)
            await Assert.ThrowsAsync<ValidationException>(() => app.Send(rings));
        app.Mailbox.Ignore();
        await app.EscalateAfter(promised - app.Now);
        var flag = await app.FlagOf(ana);
        Assert.Equal((FlagState.Open, promised), (flag.State, flag.RespondByUtc));
        told = await Home(app);
        Assert.Equal((ReadState.Late, promised, "Tom"), (told.State, told.AtUtc, told.ByName));
        Assert.NotEmpty(app.Mailbox.Read());
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(Assert.Single((await app.Send(new ListFlags(tom.Actor))).Rows).Overdue);

        // Days later it is still the first day that the page names, and that somebody tried.
        await app.EscalateAfter(TimeSpan.FromDays(3));
        told = await Home(app);
        Assert.Equal((ReadState.Late, promised, "Tom", true), (told.State, told.AtUtc, told.ByName, told.ForDays));
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Another_cry_for_help_does_not_put_off_what_was_promised_while_a_nurse_has_the_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        var promised = (await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()))).SomeoneLooksByUtc;
        await app.Send(new AcknowledgeFlag(tom.Actor, (await app.FlagOf(ana)).Id));
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(promised, (await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()))).SomeoneLooksByUtc);
        await app.Dispatch();
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((ReadState.Late, promised), ((await Home(app)).State, (await Home(app)).AtUtc));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_snooze_after_somebody_was_in_touch_is_due_anew_from_its_end_whenever_the_server_notices()
    {
        await using var app = await AppFixture.Create(provider);
        var tom = app.Cast.Tom;
        var raised = await app.RaiseUrgent(app.Cast.Ana);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Reach(raised.Id, tom);
        var until = app.Now.AddHours(3);
        await app.Send(new SnoozeFlag(tom.Actor, raised.Id, until, "I ring her again"));
        await app.EscalateAfter(TimeSpan.FromHours(3.5)); // Half an hour late.
        Assert.Equal(until.AddHours(1), (await app.FlagOf(app.Cast.Ana)).RespondByUtc);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_does_not_feel_safe_and_was_not_answered_is_promised_nothing_less_by_what_they_say_next()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        var promised = (await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()))).SomeoneLooksByUtc;
        await app.EscalateAfter(TimeSpan.FromDays(7));
        app.Mailbox.Ignore();
        for (var day = 0; day < 4; day++)
        {
            await app.Send(ana.CheckIn(intensity: 8, functioning: 8));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        var flag = (await app.Send(new GetFlag(tom.Actor, (await app.FlagOf(ana)).Id)))!;
        Assert.Contains(flag.Findings, f => f.Rule == Detection.Rule.Persistent);
        Assert.Null(flag.NewDueUtc);
        Assert.Equal((ReadState.Late, promised), ((await Home(app)).State, (await Home(app)).AtUtc));
        app.Mailbox.Ignore();
    }

    private static RecordContactAttempt NotReached(
        AppFixture app,
        Guid flagId,
        ContactChannel channel = ContactChannel.Phone
    ) => new(app.Cast.Tom.Actor, flagId, Guid.CreateVersion7(), channel, Reached: false, null);

    [Fact]
    public async Task A_snooze_that_ends_before_the_promise_takes_the_promised_instant_from_nobody()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(ana.CheckIn(contactMe: true));
        var flag = await app.FlagOf(ana);
        await app.Send(new SnoozeFlag(tom.Actor, flag.Id, flag.RespondByUtc.AddHours(-2), "After the clinic"));
        Assert.Equal((ReadState.Planned, flag.RespondByUtc), ((await Home(app)).State, (await Home(app)).AtUtc));

        await app.Send(
            new RecordContactAttempt(
                tom.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                Reached: true,
                null
            )
        );
        Assert.Equal(ReadState.InTouch, (await Home(app)).State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Raised_answers_to_the_four_questions_are_owed_contact_too()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(new SendScreen(tom.Actor, ana.Id, Guid.CreateVersion7()));
        var screen = (await app.Send(new GetMyScreen(ana.Actor)))!.Id;
        await app.Send(new AnswerMyScreen(ana.Actor, screen, new Phq4(2, 2, 2, 2)));
        var flag = await app.FlagOf(ana);
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        Assert.Equal((ReadState.Planned, flag.RespondByUtc), ((await Home(app)).State, (await Home(app)).AtUtc));
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new SnoozeFlag(tom.Actor, flag.Id, flag.RespondByUtc.AddDays(3), "I am away until Tuesday"))
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_says_something_new_while_an_older_flag_is_late_is_promised_an_instant_of_its_own()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(ana.CheckIn(contactMe: true));
        var flag = await app.FlagOf(ana);
        app.Mailbox.Ignore();
        await app.EscalateAfter(flag.RespondByUtc.AddDays(6) - app.Now);
        app.Mailbox.Ignore();
        Assert.Equal(ReadState.Late, (await Home(app)).State);

        var told = await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        Assert.True(told.SomeoneLooksByUtc > app.Now);
        Assert.Equal((ReadState.Planned, told.SomeoneLooksByUtc), ((await Home(app)).State, (await Home(app)).AtUtc));
        await app.Dispatch();
        Assert.All(
            app.Mailbox.Read(),
            mail =>
            {
                Assert.Contains("There is something new since", mail.Text, StringComparison.Ordinal);
                Assert.Contains("Please answer it now, if you can, and by ", mail.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("It should have been answered", mail.Text, StringComparison.Ordinal);
            }
        );

        // For the team it stays as late as it is; an acknowledgement ends with what was promised last.
        var late = await app.Send(new GetFlag(tom.Actor, flag.Id));
        Assert.Equal(
            (flag.RespondByUtc, app.Now, told.SomeoneLooksByUtc),
            (late!.RespondByUtc, late.NewSinceUtc!.Value, late.ContactOwedByUtc!.Value)
        );
        Assert.Equal(told.SomeoneLooksByUtc, late.NewDueUtc);
        var row = Assert.Single((await app.Send(new ListFlags(tom.Actor))).Rows);
        Assert.Equal((true, told.SomeoneLooksByUtc), (row.Overdue, row.NewDueUtc));
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        Assert.Equal(told.SomeoneLooksByUtc, (await app.FlagOf(ana)).NextActionAtUtc);
        Assert.Equal(ReadState.Planned, (await Home(app)).State);
        await app.EscalateAfter(told.SomeoneLooksByUtc - app.Now);
        Assert.Equal(ReadState.Late, (await Home(app)).State);
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_was_promised_on_a_late_flag_is_not_put_off_by_what_is_said_next()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(ana.CheckIn(contactMe: true));
        var flag = await app.FlagOf(ana);
        await app.EscalateAfter(flag.RespondByUtc.AddDays(6) - app.Now);
        var soonest = (await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()))).SomeoneLooksByUtc;

        // Asked for contact, which has until the next working day.
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        var later = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(contactMe: true)));
        Assert.Equal(soonest, later.SomeoneLooksByUtc);
        Assert.Equal(soonest, (await Home(app)).AtUtc);
        Assert.Equal(soonest, (await app.Send(new GetFlag(tom.Actor, flag.Id)))!.NewDueUtc);

        // That one passed as well: what is said after it is promised anew.
        await app.EscalateAfter(soonest.AddMinutes(1) - app.Now);
        Assert.Equal(ReadState.Late, (await Home(app)).State);
        var anew = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(contactMe: true)));
        Assert.True(anew.SomeoneLooksByUtc > app.Now);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_second_acute_rating_on_a_late_flag_is_promised_as_soon_as_the_first_beside_the_apology()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya);
        await app.RaiseUrgent(ana);
        await app.ReachAndResolve((await app.FlagOf(ana)).Id);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(ana.CheckIn(intensity: 10, functioning: 10));
        await app.Dispatch(); // The team was told.
        var flag = (await app.FlagsOf(ana)).Single(f => f.State == FlagState.Open);
        app.Clock.Advance(TimeSpan.FromDays(15));

        var again = Assert.IsType<SubmitCheckInResult.Saved>(
            await app.Send(ana.CheckIn(intensity: 10, functioning: 10))
        );
        Assert.Equal(app.Now.AddHours(1), again.SomeoneLooksByUtc);
        var home = await Home(app);
        Assert.Equal(
            (ReadState.Planned, app.Now.AddHours(1), flag.RespondByUtc),
            (home.State, home.AtUtc, home.OlderUtc)
        );
        var row = Assert.Single((await app.Send(new ListFlags(priya.Actor))).Rows);
        Assert.Equal((true, flag.RespondByUtc, app.Now.AddHours(1)), (row.Overdue, row.RespondByUtc, row.NewDueUtc));

        // Once more within that hour is a repeat; that a nurse read it ends no apology.
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.Send(ana.CheckIn(intensity: 10, functioning: 10));
        var told = (await app.Send(new GetFlag(priya.Actor, flag.Id)))!;
        Assert.Equal(2, told.Findings.Count(f => f.Rule == Detection.Rule.Acute));
        home = await Home(app);
        Assert.Equal((ReadState.Late, flag.RespondByUtc, true), (home.State, home.AtUtc, home.ForDays));
        await app.HoldsItsInvariants();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_said_nothing_waits_for_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya);
        await app.Send(ana.CheckIn(intensity: 2));
        await app.Send(
            new RaiseFlag(priya.Actor, ana.Id, Guid.CreateVersion7(), Detection.Severity.Soon, "Her sister rang us")
        );
        Assert.Equal(ReadState.Waiting, (await Home(app)).State);
        var flag = await app.FlagOf(ana);
        await app.Send(new AcknowledgeFlag(priya.Actor, flag.Id));
        Assert.Equal(ReadState.Waiting, (await Home(app)).State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_is_found_in_ratings_is_held_as_long_as_the_policy_says()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        var flag = await app.FlagOf(app.Cast.Ana);
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));
        Assert.Equal(app.Now + flag.Plan.AcknowledgementLasts, (await app.FlagOf(app.Cast.Ana)).NextActionAtUtc);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_was_asked_for_stands_first_in_the_list_whatever_else_was_found()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 10));
        var row = Assert.Single((await app.Send(new ListFlags(app.Cast.Priya.Actor))).Rows);
        Assert.Equal(2, row.Reasons.Count);
        Assert.Contains("contact", row.Reasons[0], StringComparison.OrdinalIgnoreCase);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task No_step_waits_beyond_what_was_promised_of_something_new_on_a_late_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, ruth) = (app.Cast.Ana, app.Cast.Ruth);
        var slow = EscalationPlan.Default(Detection.Severity.Soon);
        slow = slow with
        {
            Steps = [slow.Steps[0], slow.Steps[1], slow.Steps[2] with { After = TimeSpan.FromHours(40) }],
        };
        Assert.IsType<PublishPolicyResult.Published>(
            await app.Send(new PublishPolicy(ruth.Actor, Detection.Severity.Soon, 1, slow, "Fewer emails"))
        );
        await app.Send(ana.CheckIn(contactMe: true)); // Promised for Tuesday at five; the server is away until Wednesday.
        await app.Dispatch();
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(contactMe: true)));
        var (flag, promised) = (await app.FlagOf(ana), (await Home(app)).AtUtc!.Value);
        Assert.Equal(app.Now.AddHours(31), promised); // Thursday at five.
        Assert.True(flag.NextActionAtUtc <= promised, $"{flag.NextActionAtUtc:u} is after {promised:u}");
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_check_in_that_is_sent_again_promises_nothing_that_has_passed()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        var sent = ana.CheckIn(contactMe: true);
        var first = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(sent));
        await app.Dispatch();
        Assert.Equal((await Home(app)).AtUtc, first.SomeoneLooksByUtc);
        app.Clock.Advance(first.SomeoneLooksByUtc!.Value - app.Now);

        var again = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(sent));
        Assert.Equal((true, null), (again.Repeated, again.SomeoneLooksByUtc));
        Assert.Equal(ReadState.Late, (await Home(app)).State);
        var another = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(ana.CheckIn(intensity: 2)));
        Assert.Null(another.SomeoneLooksByUtc);
        app.Mailbox.Ignore();
    }

    private static async Task<WhenSomebodyReads> Home(AppFixture app) =>
        (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Reads!;
}
