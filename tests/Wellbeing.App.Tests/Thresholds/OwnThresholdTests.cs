using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Thresholds;

public abstract class OwnThresholdTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OwnThresholdTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OwnThresholdTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_lower_threshold_finds_what_the_usual_one_would_not_says_so_on_the_flag_and_ends_by_itself()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar, priya) = (app.Cast.Ana, app.Cast.Omar, app.Cast.Priya.Actor);
        Assert.True(await Set(app, ana, OwnThreshold.StrongFrom, 4, days: 30));
        for (var week = 0; week < 4; week++)
        {
            foreach (var person in new[] { ana, omar })
                await app.Send(person.CheckIn(intensity: 4, functioning: 6));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.Empty(await app.FlagsOf(omar));
        var flag = await app.FlagOf(ana);
        var finding = Assert.Single((await app.Send(new GetFlag(priya, flag.Id)))!.Findings);
        Assert.Equal(4, Assert.IsType<PersistentEvidence>(finding.Evidence).Threshold);
        var own = Assert.Single(finding.Own);
        Assert.Equal(
            (OwnThreshold.StrongFrom, 4d, 5d, "Frail, and plays it down."),
            (own.Threshold, own.Value, own.InsteadOf, own.Reason)
        );
        Assert.Equal(4, (await app.Send(new GetPersonChart(priya, ana.Id, 90)))!.StrongFrom);
        Assert.DoesNotContain(
            "Frail",
            await app.Db(db => db.ThresholdOverrides.Select(o => o.SealedReason!).SingleAsync()),
            StringComparison.Ordinal
        );

        await app.Reach(flag.Id);
        await app.Send(new ResolveFlag(priya, flag.Id, FlagOutcome.Supported, "Talked."));
        app.Clock.Advance(TimeSpan.FromDays(35));
        Assert.False(Assert.Single((await app.Send(new ListOwnThresholds(priya, ana.Id)))!.Rows).Holds);
        Assert.Equal(5, (await app.Send(new GetPersonChart(priya, ana.Id, 90)))!.StrongFrom);
        for (var week = 0; week < 4; week++)
        {
            await app.Send(ana.CheckIn(intensity: 4, functioning: 6));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.DoesNotContain(await app.FlagsOf(ana), f => f.State != FlagState.Resolved);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task The_highest_thresholds_keep_neither_a_very_high_rating_nor_a_request_from_the_team()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        foreach (var threshold in Enum.GetValues<OwnThreshold>())
            await Set(app, ana, threshold, 10, days: 300);
        await app.Send(ana.CheckIn(intensity: 9, contactMe: true));
        Assert.Equal([Rule.Acute, Rule.ContactRequested], (await app.FlagOf(ana)).Findings.Select(f => f.Rule).Order());
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_new_one_takes_the_place_of_the_old_sent_twice_it_is_set_once_and_a_nurse_may_end_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom.Actor);
        await Set(app, ana, OwnThreshold.Rise, 3.5, days: 20);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var request = new SetOwnThreshold(
            tom,
            ana.Id,
            Guid.CreateVersion7(),
            OwnThreshold.Rise,
            1,
            DateOnly.FromDateTime(app.Now).AddDays(9),
            "Swings are usual for them."
        );
        Assert.All(await Scenes.AtOnce(3, _ => app.Send(request)), Assert.True);
        var rows = (await app.Send(new ListOwnThresholds(tom, ana.Id)))!.Rows;
        Assert.Equal(
            [(1d, true, null), (3.5, false, "Tom Walker")],
            rows.Select(r => (r.Value, r.Holds, r.EndedByName))
        );

        Assert.True(await app.Send(new EndOwnThreshold(tom, ana.Id, rows[0].Id)));
        Assert.False(await app.Send(new EndOwnThreshold(tom, app.Cast.Omar.Id, rows[0].Id)));
        Assert.All((await app.Send(new ListOwnThresholds(tom, ana.Id)))!.Rows, r => Assert.False(r.Holds));
        foreach (
            var (value, days, reason) in new[]
            {
                (11d, 9, "Too high."),
                (1.3, 9, "Not a half."),
                (1, 400, "Too long."),
                (1, -2, "Gone by."),
                (1, 9, "No"),
            }
        )
        {
            await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
                app.Send(
                    new SetOwnThreshold(
                        tom,
                        ana.Id,
                        Guid.CreateVersion7(),
                        OwnThreshold.Rise,
                        value,
                        DateOnly.FromDateTime(app.Now).AddDays(days),
                        reason
                    )
                )
            );
        }
    }

    private static Task<bool> Set(AppFixture app, Person person, OwnThreshold threshold, double value, int days) =>
        app.Send(
            new SetOwnThreshold(
                app.Cast.Priya.Actor,
                person.Id,
                Guid.CreateVersion7(),
                threshold,
                value,
                DateOnly.FromDateTime(app.Now).AddDays(days),
                "Frail, and plays it down."
            )
        );
}
