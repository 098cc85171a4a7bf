using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class FindSilencesTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : FindSilencesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : FindSilencesTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Somebody_silent_after_distress_is_found_once_even_by_two_servers_at_once()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 7));
        await app.Send(app.Cast.Omar.CheckIn(intensity: 3));
        app.Clock.Advance(TimeSpan.FromDays(15) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Scenes.AtOnce(3, _ => app.Send(new FindSilences(Actor.System)));
        await app.Send(new FindSilences(Actor.System));

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(Severity.Review, flag.Severity);
        Assert.Equal(
            new SilenceEvidence(15, 7, false, new DateOnly(2026, 2, 2)),
            Assert.Single(flag.Findings).Evidence
        );
        Assert.Empty(await app.FlagsOf(app.Cast.Omar));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task A_person_on_a_pause_is_not_missed()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 7));
        await app.Send(
            new ChangeMySettings(app.Cast.Ana.Actor, CheckInSchedule.Default, new DateOnly(2026, 3, 1), false)
        );
        app.Clock.Advance(TimeSpan.FromDays(16));
        Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
        Assert.Empty(await app.FlagsOf(app.Cast.Ana));
    }

    [Fact]
    public async Task A_silence_already_handled_is_not_found_again_after_the_flag_ended()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 7));
        app.Clock.Advance(TimeSpan.FromDays(15));
        await app.Send(new FindSilences(Actor.System));
        await app.Reach((await app.FlagOf(app.Cast.Ana)).Id);
        await app.Send(
            new ResolveFlag(
                app.Cast.Priya.Actor,
                (await app.FlagOf(app.Cast.Ana)).Id,
                FlagOutcome.NoLongerDistressed,
                "On a trip."
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
        Assert.Equal(FlagState.Resolved, (await app.FlagOf(app.Cast.Ana)).State);
    }

    [Fact]
    public async Task A_silence_after_a_low_rating_says_why_it_counts()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.ReachAndResolve((await app.FlagOf(app.Cast.Ana)).Id);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 2));
        app.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal(1, await app.Send(new FindSilences(Actor.System)));
        var flag = (await app.FlagsOf(app.Cast.Ana)).Single(f => f.State == FlagState.Open);
        var said = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!
            .Findings.Single()
            .Explanation.Sentences;
        Assert.Contains("Feelings had stood out in the weeks before it", said[0], StringComparison.Ordinal);
        Assert.Contains("whatever the last rating was", said[0], StringComparison.Ordinal);
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData("not safe", SilenceAfter.NotSafe)]
    [InlineData("contact", SilenceAfter.ContactRequested)]
    [InlineData("urgent", SilenceAfter.Urgent)]
    public async Task Silence_matters_for_90_days_after_a_cry_for_help_whatever_the_last_rating(
        string said,
        SilenceAfter after
    )
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya);
        if (said == "not safe")
            await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        else if (said == "contact")
            await app.Send(ana.CheckIn(intensity: 2, contactMe: true));
        else
            await app.Send(
                new RaiseFlag(priya.Actor, ana.Id, Guid.CreateVersion7(), Severity.Urgent, "Her sister rang us")
            );
        await app.ReachAndResolve((await app.FlagOf(ana)).Id);
        app.Clock.Advance(TimeSpan.FromDays(60));
        await app.Send(ana.CheckIn(intensity: 5));
        app.Clock.Advance(TimeSpan.FromDays(15) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await app.Send(new FindSilences(Actor.System)));
        Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
        var flag = (await app.FlagsOf(ana)).Single(f => f.State == FlagState.Open);
        Assert.Equal(
            new SilenceEvidence(15, 5, false, new DateOnly(2026, 4, 3)) { After = after },
            Assert.Single(flag.Findings).Evidence
        );
        Assert.Contains(
            "In the 90 days before",
            (await app.Send(new GetFlag(priya.Actor, flag.Id)))!.Findings.Single().Explanation.Sentences[0],
            StringComparison.Ordinal
        );
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_not_heard_of_again_after_not_safe_is_found_once_each_time(bool checkedInBefore)
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya);
        if (checkedInBefore)
            await app.Send(ana.CheckIn(intensity: 2));
        app.Clock.Advance(TimeSpan.FromDays(2));
        for (var times = 1; times <= 2; times++)
        {
            await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
            await app.ReachAndResolve((await app.FlagsOf(ana)).Single(f => f.State == FlagState.Open).Id);
            app.Clock.Advance(TimeSpan.FromDays(15) - TimeSpan.FromMinutes(1));
            Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(1, await app.Send(new FindSilences(Actor.System)));
            Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
            var flag = (await app.FlagsOf(ana)).Single(f => f.State == FlagState.Open);
            var evidence = Assert.IsType<SilenceEvidence>(Assert.Single(flag.Findings).Evidence);
            Assert.Equal(SilenceAfter.NotSafe, evidence.After);
            var said = (await app.Send(new GetFlag(priya.Actor, flag.Id)))!.Findings.Single().Explanation.Sentences;
            Assert.Contains("do not feel safe", said[0], StringComparison.Ordinal);
            await app.ReachAndResolve(flag.Id);
        }

        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task What_was_said_longer_ago_or_raised_in_error_makes_no_silence_a_worry()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        foreach (var person in new[] { ana, omar })
            await app.Send(new RaiseNotSafe(person.Actor, Guid.CreateVersion7()));
        await app.ReachAndResolve((await app.FlagOf(ana)).Id);
        await app.Send(
            new ResolveFlag(
                app.Cast.Priya.Actor,
                (await app.FlagOf(omar)).Id,
                FlagOutcome.RaisedInError,
                "Tapped it by mistake, says he."
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.Send(omar.CheckIn(intensity: 3));
        app.Clock.Advance(TimeSpan.FromDays(73));
        await app.Send(ana.CheckIn(intensity: 5));
        app.Clock.Advance(TimeSpan.FromDays(16));
        Assert.Equal(0, await app.Send(new FindSilences(Actor.System)));
        app.Mailbox.Ignore();
    }
}
