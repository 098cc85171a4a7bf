using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Prompts;

public abstract class AdvancePromptsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : AdvancePromptsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AdvancePromptsTests(DatabaseProvider.Postgres);

    private static readonly DateTime _firstDue = new(2026, 2, 2, 23, 0, 0, DateTimeKind.Utc); // Tuesday, 10:00 in Hobart.

    /// <summary>Only Ana is asked.</summary>
    private async Task<AppFixture> Create()
    {
        var app = await AppFixture.Create(provider);
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == app.Cast.Omar.Id)).Close(app.Now);
            await db.SaveChangesAsync();
        });
        return app;
    }

    private static async Task Sweep(AppFixture app, DateTime at)
    {
        app.Clock.SetUtcNow(new DateTimeOffset(at));
        await app.Send(new AdvancePrompts(Actor.System));
        await app.Dispatch();
    }

    private static Task<List<Prompt>> Prompts(AppFixture app) =>
        app.Db(db => db.Prompts.AsNoTracking().OrderBy(p => p.DueAtUtc).ToListAsync());

    [Fact]
    public async Task Of_somebody_who_wants_no_mail_the_log_does_not_say_that_one_was_sent()
    {
        await using var app = await Create();
        var settings = await app.Send(new GetMySettings(app.Cast.Ana.Actor));
        await app.Send(
            new ChangeMySettings(app.Cast.Ana.Actor, settings.Schedule, null, false) { Mails = PromptMails.None }
        );
        await Sweep(app, _firstDue);
        await Sweep(app, (await Prompts(app)).Single().NextActionAtUtc!.Value);
        app.Mailbox.Expect();
        Assert.Equal(
            [AuditActions.PromptLaid],
            (
                await app.Db(db =>
                    db.AuditRecords.Where(a => a.Action.StartsWith("prompt."))
                        .OrderBy(a => a.Sequence)
                        .Select(a => a.Action)
                        .ToListAsync()
                )
            )
        );
    }

    [Fact]
    public async Task Who_checked_in_of_themselves_is_not_asked_again_the_next_day()
    {
        await using var app = await Create();
        await app.Send(app.Cast.Ana.CheckIn()); // Monday; the prompt would come on Tuesday.
        Assert.Equal(_firstDue.AddDays(7), (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).NextPromptAtUtc);
        await Sweep(app, _firstDue);
        Assert.Empty(await Prompts(app));

        await Sweep(app, _firstDue.AddDays(7));
        Assert.Equal(_firstDue.AddDays(7), Assert.Single(await Prompts(app)).DueAtUtc);

        // In distress they are asked the next day, but not an hour later.
        app.Clock.SetUtcNow(new DateTimeOffset(_firstDue.AddDays(14).AddHours(-1)));
        await app.Send(app.Cast.Ana.CheckIn()); // Answers what waits.
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        Assert.Equal(_firstDue.AddDays(21), (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).NextPromptAtUtc);
        app.Clock.SetUtcNow(new DateTimeOffset(_firstDue.AddDays(20)));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        Assert.Equal(_firstDue.AddDays(21), (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).NextPromptAtUtc);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_check_in_days_before_the_next_prompt_takes_none_off()
    {
        await using var app = await Create();
        await Sweep(app, _firstDue);

        // Four days before the next one, one more check-in takes nothing off.
        await app.Send(app.Cast.Ana.CheckIn());
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.Send(app.Cast.Ana.CheckIn());
        Assert.Equal(_firstDue.AddDays(7), (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).NextPromptAtUtc);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Somebody_is_invited_when_due_reminded_once_and_then_left_in_peace()
    {
        await using var app = await Create();
        await Sweep(app, _firstDue.AddSeconds(-1));
        app.Mailbox.Expect();
        await Sweep(app, _firstDue);
        Assert.Contains(
            "a moment for you",
            Assert.Single(app.Mailbox.Expect(app.Cast.Ana.Email)).Subject,
            StringComparison.Ordinal
        );
        await Sweep(app, _firstDue.AddHours(23));
        app.Mailbox.Expect();
        await Sweep(app, _firstDue.AddDays(1));
        Assert.Contains(
            "still here",
            Assert.Single(app.Mailbox.Expect(app.Cast.Ana.Email)).Subject,
            StringComparison.Ordinal
        );
        await Sweep(app, _firstDue.AddDays(3));
        app.Mailbox.Expect();
        await Sweep(app, _firstDue.AddDays(4));
        app.Mailbox.Expect();
        Assert.Equal(PromptState.Missed, Assert.Single(await Prompts(app)).State);
    }

    [Fact]
    public async Task An_answer_stops_the_reminder()
    {
        await using var app = await Create();
        await Sweep(app, _firstDue);
        app.Mailbox.Ignore();
        await app.Send(app.Cast.Ana.CheckIn());
        await Sweep(app, _firstDue.AddDays(1));
        app.Mailbox.Expect();
    }

    [Fact]
    public async Task Three_weeks_down_ask_once_for_the_latest()
    {
        await using var app = await Create();
        await Sweep(app, _firstDue.AddDays(21).AddHours(2));
        app.Mailbox.Expect(app.Cast.Ana.Email);
        Assert.Equal(_firstDue.AddDays(21), Assert.Single(await Prompts(app)).DueAtUtc);
        await Sweep(app, _firstDue.AddDays(21).AddHours(3));
        app.Mailbox.Expect();
    }

    [Fact]
    public async Task Sweeps_at_once_and_changes_of_the_schedule_never_ask_twice_for_one_date()
    {
        await using var app = await Create();
        app.Clock.SetUtcNow(new DateTimeOffset(_firstDue));
        await Scenes.AtOnce(4, _ => app.Send(new AdvancePrompts(Actor.System)));
        await app.Send(
            new ChangeMySettings(
                app.Cast.Ana.Actor,
                CheckInSchedule.Default with
                {
                    At = new TimeOnly(11, 0),
                },
                null,
                false
            )
        );
        await Sweep(app, _firstDue.AddHours(1));
        app.Mailbox.Expect(app.Cast.Ana.Email);
        Assert.Single(await Prompts(app));
        Assert.Equal(
            _firstDue.AddHours(1).AddDays(7),
            (await app.Send(new GetMySettings(app.Cast.Ana.Actor))).NextPromptAtUtc
        );
    }

    [Fact]
    public async Task A_pause_is_recorded_and_nothing_is_sent_during_it()
    {
        await using var app = await Create();
        await app.Send(
            new ChangeMySettings(app.Cast.Ana.Actor, CheckInSchedule.Default, new DateOnly(2026, 2, 10), false)
        );
        await Sweep(app, _firstDue);
        await Sweep(app, _firstDue.AddDays(1));
        app.Mailbox.Expect();
        Assert.Equal(PromptState.Paused, Assert.Single(await Prompts(app)).State);

        await Sweep(app, _firstDue.AddDays(7)); // The pause has ended: Tuesday the 10th.
        app.Mailbox.Expect(app.Cast.Ana.Email);
    }

    [Fact]
    public async Task Somebody_who_pauses_after_the_invitation_is_not_reminded()
    {
        await using var app = await Create();
        await Sweep(app, _firstDue);
        app.Mailbox.Expect(app.Cast.Ana.Email);
        await app.Send(
            new ChangeMySettings(app.Cast.Ana.Actor, CheckInSchedule.Default, new DateOnly(2026, 3, 1), false)
        );
        await Sweep(app, _firstDue.AddDays(1));
        app.Mailbox.Expect();
    }

    [Fact]
    public async Task Somebody_whose_participation_ended_is_neither_invited_nor_reminded()
    {
        await using var app = await Create();
        await Sweep(app, _firstDue);
        app.Mailbox.Expect(app.Cast.Ana.Email);
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == app.Cast.Ana.Id)).Close(app.Now);
            await db.SaveChangesAsync();
        });
        await Sweep(app, _firstDue.AddDays(1));
        await Sweep(app, _firstDue.AddDays(7));
        app.Mailbox.Expect();
    }

    [Fact]
    public async Task An_invitation_due_in_quiet_hours_waits_for_their_end()
    {
        await using var app = await Create();
        await app.Send(
            new ChangeMySettings(
                app.Cast.Ana.Actor,
                CheckInSchedule.Default with
                {
                    At = new TimeOnly(7, 0),
                },
                null,
                false
            )
        );
        var seven = _firstDue.AddHours(-3);
        await Sweep(app, seven);
        app.Mailbox.Expect();
        await Sweep(app, seven.AddHours(1));
        app.Mailbox.Expect(app.Cast.Ana.Email);
    }

    [Fact]
    public async Task A_message_held_up_until_the_quiet_hours_waits_for_their_end()
    {
        await using var app = await Create();
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, "down");
        await Sweep(app, _firstDue);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await Sweep(app, _firstDue.AddHours(13)); // 23:00 in Hobart: the mail server is back, Ana sleeps.
        app.Mailbox.Expect();
        await Sweep(app, _firstDue.AddHours(22)); // 08:00.
        app.Mailbox.Expect(app.Cast.Ana.Email);
    }

    [Fact]
    public async Task Each_prompt_of_a_day_falls_on_the_same_local_time_across_a_change_of_the_clocks()
    {
        await using var app = await Create();
        await app.Send(
            new ChangeMySettings(
                app.Cast.Ana.Actor,
                CheckInSchedule.Default with
                {
                    Cadence = Cadence.Daily,
                },
                null,
                false
            )
        );
        // Hobart leaves daylight saving on Sunday, 5 April 2026.
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 3, 0, 0, 0, TimeSpan.Zero));
        await app.Send(new AdvancePrompts(Actor.System));
        await app.Pass(TimeSpan.FromDays(4), TimeSpan.FromHours(1));
        Assert.Equal(
            [
                new(2026, 4, 2, 23, 0, 0),
                new(2026, 4, 3, 23, 0, 0),
                new(2026, 4, 5, 0, 0, 0),
                new DateTime(2026, 4, 6, 0, 0, 0),
            ],
            (await Prompts(app)).Select(p => p.DueAtUtc).Take(4)
        );
        Assert.Equal([3, 4, 5, 6], (await Prompts(app)).Take(4).Select(p => p.DueLocalDate.Day));
        app.Mailbox.Ignore();
    }
}
