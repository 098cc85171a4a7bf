using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Reports;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Prompts;

public abstract class NotHeardFromTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : NotHeardFromTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : NotHeardFromTests(DatabaseProvider.Postgres);

    private static readonly DateTime _firstDue = new(2026, 2, 2, 23, 0, 0, DateTimeKind.Utc); // Tuesday, 10:00 in Hobart.
    private static readonly Actor _reader = new(null, "Reader of a link", Roles.LinkHolder);

    private static async Task<NotHeardPage> At(AppFixture app, DateTime at, NotHeardState? only = null)
    {
        app.Clock.SetUtcNow(new DateTimeOffset(at));
        await app.Send(new AdvancePrompts(Actor.System));
        await app.Dispatch();
        app.Mailbox.Ignore();
        return await app.Send(new ListNotHeardFrom(app.Cast.Priya.Actor, only));
    }

    [Fact]
    public async Task Somebody_missed_after_a_high_rating_stands_above_everybody_else()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Omar.CheckIn(intensity: 5));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));

        Assert.Empty((await At(app, _firstDue.AddHours(-1))).Rows);
        var asked = await At(app, _firstDue.AddHours(2));
        Assert.Equal([NotHeardState.Due, NotHeardState.Due], asked.Rows.Select(r => r.State));
        Assert.DoesNotContain(asked.Rows, r => r.OfferCall);

        var reminded = await At(app, _firstDue.AddDays(3));
        Assert.All(
            reminded.Rows,
            r => Assert.Equal((NotHeardState.Reminded, 3, true), (r.State, r.DaysSinceDue, r.OfferCall))
        );

        var missed = await At(app, _firstDue.AddDays(5));
        Assert.Equal(
            [
                (app.Cast.Ana.Name, NotHeardState.MissedAfterHigh, (int?)8),
                (app.Cast.Omar.Name, NotHeardState.Missed, 5),
            ],
            missed.Rows.Select(r => (r.Name, r.State, r.LastIntensity))
        );
        Assert.Equal(
            (1, 1, 0),
            (
                missed.Counts[NotHeardState.MissedAfterHigh],
                missed.Counts[NotHeardState.Missed],
                missed.Counts[NotHeardState.Due]
            )
        );
        Assert.Equal(
            app.Cast.Omar.Name,
            Assert.Single((await At(app, _firstDue.AddDays(5), NotHeardState.Missed)).Rows).Name
        );
    }

    [Fact]
    public async Task Who_said_not_safe_and_then_answers_nothing_stands_with_those_missed_after_distress()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));
        var said = app.Now;
        var cry = Assert.Single((await app.FlagOf(app.Cast.Ana)).Findings).Id;
        await app.ReachAndResolve((await app.FlagOf(app.Cast.Ana)).Id);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 5));
        await app.Send(app.Cast.Omar.CheckIn(intensity: 5));
        await At(app, _firstDue.AddHours(2));
        await At(app, _firstDue.AddDays(3));
        var missed = await At(app, _firstDue.AddDays(5));
        Assert.Equal(
            [
                (
                    app.Cast.Ana.Name,
                    NotHeardState.MissedAfterHigh,
                    new SaidBefore(Detection.SilenceAfter.NotSafe, said, cry)
                ),
                (app.Cast.Omar.Name, NotHeardState.Missed, null),
            ],
            missed.Rows.Select(r => (r.Name, r.State, r.Said))
        );
        Assert.Equal(1, missed.Counts[NotHeardState.MissedAfterHigh]);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Who_answered_the_four_questions_since_their_last_check_in_is_said_to_have()
    {
        await using var app = await AppFixture.Create(provider);
        var omar = app.Cast.Omar;
        foreach (var hours in new[] { -1, 2, 72 })
            await At(app, _firstDue.AddHours(hours));
        var missed = Assert.Single((await At(app, _firstDue.AddDays(5))).Rows, r => r.ParticipantId == omar.Id);
        Assert.Null(missed.AnsweredQuestionsAtUtc);
        Assert.Equal(omar.Email, missed.Email);

        await app.Send(new RecordScreen(app.Cast.Priya.Actor, omar.Id, Guid.CreateVersion7(), new Phq4(1, 1, 2, 0)));
        var answered = app.Now;
        missed = Assert.Single((await At(app, _firstDue.AddDays(6))).Rows, r => r.ParticipantId == omar.Id);
        Assert.Equal((NotHeardState.Missed, (DateTime?)answered), (missed.State, missed.AnsweredQuestionsAtUtc));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Asked_again_every_week_somebody_has_been_silent_since_the_first()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));
        for (var week = 0; week < 4; week++)
            await At(app, _firstDue.AddDays((7 * week) + 5));

        // The fifth week has just begun.
        var row = (await At(app, _firstDue.AddDays(28).AddHours(2))).Rows.Single(r => r.Name == app.Cast.Ana.Name);
        Assert.Equal((NotHeardState.MissedAfterHigh, 28, _firstDue), (row.State, row.DaysSinceDue, row.DueAtUtc));

        await app.Send(app.Cast.Ana.CheckIn(intensity: 2));
        Assert.DoesNotContain((await At(app, _firstDue.AddDays(30))).Rows, r => r.Name == app.Cast.Ana.Name);
    }

    /// <summary>A database with very many people in it: each look takes a while.</summary>
    private sealed class ManyPeople : DbCommandInterceptor
    {
        public FakeTimeProvider? Clock { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            Clock?.Advance(TimeSpan.FromMilliseconds(30));
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }

    [Fact]
    public async Task Who_has_been_silent_for_months_stays_on_the_list_since_the_first_day()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));
        var missed = await At(app, _firstDue.AddDays(5));
        Assert.Equal(_firstDue, Ana(missed).DueAtUtc);
        foreach (var days in new[] { 100, 200 })
        {
            var row = Ana(await At(app, _firstDue.AddDays(days)));
            Assert.Equal(
                (NotHeardState.MissedAfterHigh, _firstDue, days, true),
                (row.State, row.DueAtUtc, row.DaysSinceDue, row.OfferCall)
            );
        }

        // Nobody is asked any more by the schedule, as where its next day was lost: the silence is still there.
        await app.Db(db =>
            db.Participants.ExecuteUpdateAsync(p => p.SetProperty(x => x.NextPromptAtUtc, (DateTime?)null))
        );
        Assert.Equal(_firstDue, Ana(await At(app, _firstDue.AddDays(320))).DueAtUtc);

        NotHeardRow Ana(NotHeardPage page) => Assert.Single(page.Rows, r => r.ParticipantId == app.Cast.Ana.Id);
    }

    [Fact]
    public async Task Where_looking_at_everybody_takes_long_it_is_done_once_a_minute_and_nobody_who_answered_is_offered_meanwhile()
    {
        var many = new ManyPeople();
        await using var app = await AppFixture.Create(provider, options => options.AddInterceptors(many));
        await At(app, _firstDue.AddDays(5));
        many.Clock = app.Clock;
        Assert.Equal(2, (await app.Send(new ListNotHeardFrom(app.Cast.Priya.Actor))).Rows.Count);

        await app.Send(app.Cast.Ana.CheckIn());

        var page = await app.Send(new ListNotHeardFrom(app.Cast.Priya.Actor));
        Assert.Equal((app.Cast.Omar.Name, 2), (Assert.Single(page.Rows).Name, page.Total));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await app.Send(new ListNotHeardFrom(app.Cast.Priya.Actor))).Total);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Whoever_checks_in_pauses_or_leaves_is_no_longer_listed()
    {
        await using var app = await AppFixture.Create(provider);
        var leaving = await app.Cast.AddPatient("Lena", "lena@home.example");
        var pausing = await app.Cast.AddPatient("Paul", "paul@home.example");
        Assert.Equal(4, (await At(app, _firstDue.AddDays(5))).Rows.Count);

        await app.Send(app.Cast.Ana.CheckIn());
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == leaving.Id)).Close(app.Now);
            (await db.Participants.SingleAsync(p => p.Id == pausing.Id)).PausedUntilUtc = app.Now.AddDays(7);
            await db.SaveChangesAsync();
        });
        Assert.Equal(app.Cast.Omar.Name, Assert.Single((await At(app, _firstDue.AddDays(5).AddMinutes(1))).Rows).Name);
    }

    [Fact]
    public async Task An_invitation_that_never_left_shows_as_not_delivered()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == app.Cast.Ana.Email
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "no such user", AddressRefused: true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
        await At(app, _firstDue.AddMinutes(5));
        var list = await At(app, _firstDue.AddMinutes(5) + Message.RefusedAgainAfter);
        var ana = Assert.Single(list.Rows, r => r.Name == app.Cast.Ana.Name);
        Assert.Equal((NotHeardState.NotDelivered, true), (ana.State, ana.AddressRefused));
    }

    [Fact]
    public async Task What_our_own_server_could_not_send_in_time_is_not_laid_to_the_address()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = mail =>
            mail.ToAddress == app.Cast.Ana.Email
                ? new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, "No connection")
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
        await At(app, _firstDue.AddMinutes(5));
        await At(app, _firstDue.AddDays(3));
        var ana = Assert.Single((await At(app, _firstDue.AddDays(5))).Rows, r => r.Name == app.Cast.Ana.Name);
        Assert.Equal((NotHeardMail.NotDelivered, false), (ana.Mail, ana.AddressRefused));
    }

    [Fact]
    public async Task What_no_mail_brought_is_never_missed_neither_in_the_list_nor_in_the_history_nor_in_the_report()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 8));
        app.Mailbox.Answer = mail =>
            mail.ToAddress == app.Cast.Ana.Email
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "no such user", AddressRefused: true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
        await At(app, _firstDue.AddMinutes(5));
        await At(app, _firstDue.AddDays(3));
        var list = await At(app, _firstDue.AddDays(5));
        Assert.Equal((NotHeardState.NotDelivered, NotHeardMail.NotDelivered), Standing(list, app.Cast.Ana));
        Assert.Equal((NotHeardState.Missed, NotHeardMail.NotOpened), Standing(list, app.Cast.Omar));
        Assert.Equal(
            app.Cast.Ana.Name,
            Assert.Single((await At(app, _firstDue.AddDays(5), NotHeardState.NotDelivered)).Rows).Name
        );

        var history = (await app.Send(new GetPersonTimeline(app.Cast.Priya.Actor, app.Cast.Ana.Id)))!
            .Rows.Select(r => r.What)
            .ToList();
        Assert.Contains(new PersonEvent.PromptNotDelivered(), history);
        Assert.DoesNotContain(new PersonEvent.PromptMissed(), history);
        Assert.Empty((await app.Send(new GetPersonChart(app.Cast.Priya.Actor, app.Cast.Ana.Id, null)))!.Missed);
        Assert.Equal(
            PromptState.NotDelivered,
            (await app.Send(new ListPeople(app.Cast.Priya.Actor))).Rows.Single(r => r.Id == app.Cast.Ana.Id).LastPrompt
        );
        var report = await app.Send(
            new GetReport(app.Cast.Priya.Actor, new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 1))
        );
        Assert.Equal((1, 1), (report.Silence.Missed, report.Silence.NotDelivered));
    }

    [Fact]
    public async Task Whether_the_mail_was_opened_and_the_check_in_begun_is_told_apart_and_is_a_filter()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        var none = await app.Cast.AddPatient("Nora", "nora@home.example");
        var settings = await app.Send(new GetMySettings(none.Actor));
        await app.Send(new ChangeMySettings(none.Actor, settings.Schedule, null, false) { Mails = PromptMails.None });
        app.Mailbox.Ignore();
        await At(app, _firstDue.AddMinutes(5));
        var secret = Regex
            .Match(app.Mailbox.Attempts.Last(m => m.ToAddress == ana.Email).Text, "/CheckIn/Link/([A-Za-z0-9_-]+)")
            .Groups[1]
            .Value;
        Assert.IsType<UseCheckInLinkResult.Begun>(await app.Send(new UseCheckInLink(_reader, secret)));
        await app.Send(new StartCheckIn(omar.Actor));

        var list = await At(app, _firstDue.AddDays(5));
        Assert.Equal((NotHeardState.Missed, NotHeardMail.Opened), Standing(list, ana));
        Assert.Equal((NotHeardState.Missed, NotHeardMail.Begun), Standing(list, omar));
        Assert.Equal((NotHeardState.Missed, NotHeardMail.NoMail), Standing(list, none));
        Assert.Equal(
            (1, 1, 1, 0),
            (
                list.Mails[NotHeardMail.Opened],
                list.Mails[NotHeardMail.Begun],
                list.Mails[NotHeardMail.NoMail],
                list.Mails[NotHeardMail.NotOpened]
            )
        );
        var begun = await app.Send(
            new ListNotHeardFrom(app.Cast.Priya.Actor, NotHeardState.Missed, Mail: NotHeardMail.Begun)
        );
        Assert.Equal((omar.Name, 1), (Assert.Single(begun.Rows).Name, begun.Total));
    }

    private static (NotHeardState State, NotHeardMail Mail) Standing(NotHeardPage list, Person person) =>
        list.Rows.Where(r => r.ParticipantId == person.Id).Select(r => (r.State, r.Mail)).Single();

    [Fact]
    public async Task Answers_given_by_telephone_count_like_the_persons_own_and_say_who_entered_them()
    {
        await using var app = await AppFixture.Create(provider);
        await At(app, _firstDue.AddDays(3));
        var call = new SubmitCheckIn(
            app.Cast.Tom.Actor,
            Guid.CreateVersion7(),
            new Answers(9, 8, null, new Dictionary<Emotion, int?>(), "Nights are the worst.", false),
            OnBehalfOf: app.Cast.Ana.Id
        );
        Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(call));
        Assert.True(Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(call)).Repeated); // A double click.

        Assert.DoesNotContain(
            (await At(app, _firstDue.AddDays(3).AddMinutes(1))).Rows,
            r => r.Name == app.Cast.Ana.Name
        );
        Assert.Equal(Severity.Urgent, Assert.Single(await app.FlagsOf(app.Cast.Ana)).Severity);
        var seen = Assert.Single((await app.Send(new GetPerson(app.Cast.Priya.Actor, app.Cast.Ana.Id)))!.CheckIns);
        Assert.Equal(("Nights are the worst.", app.Cast.Tom.Name), (seen.Words, seen.EnteredByName));
        Assert.Equal(
            PromptState.Answered,
            (await app.Db(db => db.Prompts.SingleAsync(p => p.ParticipantId == app.Cast.Ana.Id))).State
        );
        var record = await app.Db(db => db.AuditRecords.SingleAsync(a => a.Action == AuditActions.CheckInTakenByPhone));
        Assert.Equal((app.Cast.Tom.Id, app.Cast.Ana.Id), (record.ActorId, record.ParticipantId));
    }

    [Fact]
    public async Task Nobody_but_a_nurse_enters_answers_for_somebody_else()
    {
        await using var app = await AppFixture.Create(provider);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(
                new SubmitCheckIn(
                    app.Cast.Omar.Actor,
                    Guid.CreateVersion7(),
                    Answers.None with
                    {
                        Intensity = 0,
                    },
                    OnBehalfOf: app.Cast.Ana.Id
                )
            )
        );
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(
                new SubmitCheckIn(app.Cast.Priya.Actor, Guid.CreateVersion7(), Answers.None with { Intensity = 0 })
            )
        );
        Assert.Empty(await app.Db(db => db.CheckIns.ToListAsync()));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_seen_by_the_colleagues_once_however_often_it_is_sent()
    {
        await using var app = await AppFixture.Create(provider);
        var row = (await At(app, _firstDue.AddDays(3))).Rows[0];
        var call = new RecordPromptCall(
            app.Cast.Tom.Actor,
            Guid.CreateVersion7(),
            row.PromptId,
            PromptCallOutcome.NoAnswer
        );
        Assert.True(await app.Send(call));
        Assert.True(await app.Send(call));
        Assert.False(await app.Send(call with { PromptId = Guid.CreateVersion7(), CallId = Guid.CreateVersion7() }));

        var again = Assert.Single(
            (await At(app, _firstDue.AddDays(3).AddHours(1))).Rows,
            r => r.PromptId == row.PromptId
        );
        Assert.Equal(
            (app.Cast.Tom.Name, _firstDue.AddDays(3), (PromptCallOutcome?)PromptCallOutcome.NoAnswer),
            (again.LastCallByName, again.LastCallAtUtc, again.LastCallOutcome)
        );
        Assert.Single(await app.Db(db => db.PromptCalls.ToListAsync()));
    }
}
