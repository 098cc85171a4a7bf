using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Site;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>How the person wants to be asked, from less often to not at all, and whether it helps.</summary>
public sealed class AskedTests
{
    [Fact]
    public async Task Who_does_not_want_to_be_asked_is_not_and_is_again_after_choosing_how_often()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana.Actor;
        app.Clock.Advance(TimeSpan.FromDays(7)); // One is due, and waits.
        await app.Tick();
        app.Mailbox.Ignore();
        var now = await app.Send(new ChangeMySettings(ana, CheckInSchedule.Default, null, false) { Ask = false });
        Assert.Equal((false, null), (now.Asked, now.NextPromptAtUtc));

        await app.Pass(TimeSpan.FromDays(15), TimeSpan.FromHours(6));
        app.Mailbox.Ignore(); // Omar's.
        Assert.Equal(
            PromptState.Paused,
            (await app.Db(db => db.Prompts.SingleAsync(p => p.ParticipantId == app.Cast.Ana.Id))).State
        );
        Assert.Equal(
            app.Now.AddDays(-15),
            (await app.Send(new GetPerson(app.Cast.Priya.Actor, app.Cast.Ana.Id)))!.AskingStoppedAtUtc
        );

        now = await app.Send(new ChangeMySettings(ana, CheckInSchedule.Default, null, false));
        Assert.True(now.Asked);
        Assert.NotNull(now.NextPromptAtUtc);
    }

    [Fact]
    public async Task A_pause_may_begin_later_and_only_what_falls_into_it_is_not_asked()
    {
        await using var app = await AppFixture.Create();
        var schedule = CheckInSchedule.Default; // Tuesdays at ten.
        var today = TimeZones.LocalDate(app.Now, "Australia/Hobart");
        await app.Send(
            new ChangeMySettings(app.Cast.Ana.Actor, schedule, today.AddDays(17), false)
            {
                PausedFrom = today.AddDays(8),
            }
        );

        await app.Pass(TimeSpan.FromDays(22), TimeSpan.FromHours(6));
        app.Mailbox.Ignore();

        var states = await app.Db(db =>
            db.Prompts.Where(p => p.ParticipantId == app.Cast.Ana.Id)
                .OrderBy(p => p.DueAtUtc)
                .Select(p => new { p.DueLocalDate, Paused = p.State == PromptState.Paused })
                .ToListAsync()
        );
        Assert.Contains(states, s => s.Paused);
        Assert.Contains(states, s => !s.Paused);
        Assert.All(
            states,
            s => Assert.Equal(s.DueLocalDate >= today.AddDays(8) && s.DueLocalDate < today.AddDays(17), s.Paused)
        );
    }

    [Fact]
    public async Task Once_a_quarter_it_is_asked_whether_it_helps_and_the_team_sees_the_answer()
    {
        await using var app = await AppFixture.Create();
        var ana = app.Cast.Ana;
        for (var week = 0; week < Experience.AskAfterCheckIns; week++, app.Clock.Advance(TimeSpan.FromDays(7)))
        {
            Assert.False(await app.Send(new IsExperienceDue(ana.Actor)));
            await app.Send(ana.CheckIn());
        }

        Assert.True(await app.Send(new IsExperienceDue(ana.Actor)));
        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => app.Send(new AnswerExperience(ana.Actor, ExperienceAnswer.Worse)))
        );
        Assert.False(await app.Send(new IsExperienceDue(ana.Actor)));
        Assert.Equal(
            ExperienceAnswer.Worse,
            Assert.Single((await app.Send(new GetPerson(app.Cast.Priya.Actor, ana.Id)))!.Experiences).Answer
        );

        app.Clock.Advance(Experience.AskEvery + TimeSpan.FromMinutes(1));
        Assert.True(await app.Send(new IsExperienceDue(ana.Actor)));
    }
}
