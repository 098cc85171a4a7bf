using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Thresholds;

public abstract class DraftProfileTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : DraftProfileTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DraftProfileTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_new_installation_starts_with_the_default_profile_under_its_name()
    {
        await using var app = await AppFixture.Create(provider);
        var choice = await app.Send(new GetProfiles(app.Cast.Ruth.Actor));
        Assert.Equal((NamedProfile.Of(DetectionSettings.Default), 0), (choice.InForce, choice.InForce.Changed));
        Assert.Equal(choice.InForce.Profile, choice.Profiles[0].Profile);
        Assert.Equal(Enum.GetValues<Profile>().Order(), choice.Profiles.Select(p => p.Profile).Order());
        Assert.Equal(choice.FiguresInForce, choice.Profiles[0].Figures);
    }

    [Fact]
    public async Task A_profile_fills_a_draft_as_a_whole_and_is_called_by_its_name_once_it_is_published()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var other = Enum.GetValues<Profile>()
            .First(p => p != NamedProfile.Of(DetectionSettings.Default).Profile && p != Profile.Strict);
        var own = DetectionSettings.Default with { Severities = new SeveritySettings { Silence = Severity.Soon } };
        await app.Send(
            new PublishThresholds(ruth, 1, own, new ResponseTargets(UrgentMinutes: 30), "Silence worries us.")
        );
        Assert.Equal(1, (await app.Send(new GetProfiles(ruth))).InForce.Changed);

        var drafted = Assert.IsType<DraftProfileResult.Drafted>(await app.Send(new DraftProfile(ruth, other)));
        Assert.Equal(drafted, await app.Send(new DraftProfile(ruth, other))); // Whoever chooses twice goes on with the first.
        Assert.Single(await app.Send(new ListThresholdDrafts(ruth)));
        var draft = (await app.Send(new GetThresholdDraft(ruth, drafted.DraftId)))!.Draft;
        Assert.True(
            Calibrations.AreAlike(DetectionSettings.For(other) with { Severities = own.Severities }, draft.Detection)
        );
        Assert.Equal((30, 2), (draft.Respond.UrgentMinutes, draft.BasedOn)); // What no profile speaks of stays.

        await app.Send(
            new PublishThresholds(ruth, 2, draft.Detection, draft.Respond, "Fewer values of our own.")
            {
                Draft = new DraftRead(draft.Id, draft.Version),
            }
        );
        Assert.Equal(new NamedProfile(other, 1), (await app.Send(new GetProfiles(ruth))).InForce);
        Assert.IsType<DraftProfileResult.Unchanged>(await app.Send(new DraftProfile(ruth, other)));

        // What was in force stays what it was, with the figures of its time.
        var history = (await app.Send(new GetThresholds(ruth))).History;
        Assert.True(Calibrations.AreAlike(DetectionSettings.Default, history[2].Detection));
        Assert.True(
            history[0]
                .Detection.Precision.Weekly.HoldsFor(
                    draft.Detection.Worsening.Weekly,
                    draft.Detection.Persistent.Weekly
                )
        );
    }

    [Fact]
    public async Task Only_administrators_choose()
    {
        await using var app = await AppFixture.Create(provider);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(new DraftProfile(app.Cast.Priya.Actor, Profile.Strict))
        );
        Assert.NotEmpty((await app.Send(new GetProfiles(app.Cast.Priya.Actor))).Profiles);
    }

    [Fact]
    public async Task Values_of_ones_own_are_stored_with_how_often_they_are_right()
    {
        await using var app = await AppFixture.Create(provider);
        var looser = DetectionSettings.Default.Worsening.Weekly with { Threshold = 2 };
        var own = DetectionSettings.Default with
        {
            Worsening = DetectionSettings.Default.Worsening.With(Cadence.Weekly, looser),
            Precision = DetectionSettings.Default.Precision.With(
                Cadence.Weekly,
                new PrecisionTable(looser, DetectionSettings.Default.Persistent.Weekly, [new(Rule.Worsening, 0, 40, 1)])
            ),
        };
        await app.Send(
            new PublishThresholds(app.Cast.Ruth.Actor, 1, own, new ResponseTargets(), "Nobody is to be missed.")
        );

        // What came with the settings is not believed.
        var stored = (await app.Send(new GetThresholds(app.Cast.Ruth.Actor))).InForce.Detection.Precision.Weekly;
        Assert.Equal((looser, true), (stored.Worsening, stored.Points.Count > 1));
        Assert.InRange(stored.Share(Rule.Worsening, 0)!.Value, 0.3, 0.9);
    }
}
