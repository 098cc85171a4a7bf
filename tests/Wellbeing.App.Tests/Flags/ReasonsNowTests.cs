using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class ReasonsNowTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ReasonsNowTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ReasonsNowTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_silence_is_told_by_its_first_day_and_no_longer_once_it_is_over()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Send(ana.CheckIn(intensity: 7));
        app.Clock.Advance(TimeSpan.FromDays(15));
        await app.Send(new FindSilences(Actor.System));
        app.Clock.Advance(TimeSpan.FromDays(75));
        Assert.Equal(["No check-in since 2 February, after distress"], await Reasons(app));
        Assert.Contains(
            "The last check-in was on 2 February, and they were distressed before.",
            await Sentences(app, Rule.Silence)
        );
        Assert.Contains(
            "A gap does not say how the person feels. It says that nobody knows.",
            await Sentences(app, Rule.Silence)
        );

        await app.Send(ana.CheckIn(intensity: 3));
        Assert.Equal(["Checked in again on 3 May"], await Reasons(app));
        Assert.Contains("They checked in again on 3 May.", await Sentences(app, Rule.Silence));
        Assert.DoesNotContain(
            "A gap does not say how the person feels. It says that nobody knows.",
            await Sentences(app, Rule.Silence)
        );

        // What is true now comes first.
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(ana.CheckIn(intensity: 9));
        Assert.Equal(["A rating of 9", "Checked in again on 3 May"], await Reasons(app));
        Assert.Equal(
            await Reasons(app),
            Assert.Single((await app.Send(new GetHandover(app.Cast.Priya.Actor, MineOnly: false))).Rows).Why
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_pattern_is_told_in_the_numbers_of_the_last_check_in_at_which_it_held()
    {
        await using var app = await AppFixture.Create(provider);
        for (var week = 0; week < 9; week++)
        {
            if (week > 0)
                app.Clock.Advance(TimeSpan.FromDays(7));
            await app.Send(app.Cast.Ana.CheckIn(intensity: 8, functioning: 6));
        }

        Assert.Contains(
            "Strong since 2 February: 9 of 9 ratings at 5 or more, daily life affected",
            await Reasons(app)
        );
        var flag = (await app.Send(new GetFlag(app.Cast.Priya.Actor, (await app.FlagOf(app.Cast.Ana)).Id)))!;
        Assert.Equal(
            "9 of 9 ratings at 5 or more over 56 days, since 2 February.",
            Assert.Single(flag.StillHolds, s => s.Rule == Rule.Persistent).Now
        );

        // The finding itself stays what it was.
        Assert.Equal(
            3,
            Assert
                .IsType<PersistentEvidence>(Assert.Single(flag.Findings, f => f.Rule == Rule.Persistent).Evidence)
                .Count
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_pattern_that_is_over_at_the_last_rating_says_so_and_comes_last()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        foreach (var rating in new[] { 8, 8, 8, 1, 1, 1, 1 })
        {
            await app.Send(ana.CheckIn(intensity: rating, functioning: rating));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.Equal(
            "Not at the last rating: Strong since 2 February: 3 of 3 ratings at 5 or more, daily life affected",
            (await Reasons(app))[^1]
        );
        Assert.Equal("At the last rating this was no longer so.", (await Sentences(app, Rule.Persistent))[^1]);

        // Without a rating nothing is known: what was true stays.
        await app.Send(ana.CheckIn(intensity: null, functioning: null));
        Assert.StartsWith("Not at the last rating:", (await Reasons(app))[^1], StringComparison.Ordinal);

        await app.Send(ana.CheckIn(intensity: 3, contactMe: true));
        Assert.Equal("Asked for contact", (await Reasons(app))[0]);
        app.Mailbox.Ignore();
    }

    private static async Task<IReadOnlyList<string>> Reasons(AppFixture app) =>
        Assert.Single((await app.Send(new ListFlags(app.Cast.Priya.Actor))).Rows).Reasons;

    private static async Task<IReadOnlyList<string>> Sentences(AppFixture app, Rule rule) =>
        (await app.Send(new GetFlag(app.Cast.Priya.Actor, (await app.FlagOf(app.Cast.Ana)).Id)))!
            .Findings.Single(f => f.Rule == rule)
            .Explanation.Sentences;
}
