using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class PrecisionTests
{
    private static readonly PrecisionTable _weekly = Precision.Table(
        Cadence.Weekly,
        DetectionSettings.Default,
        seed: 1,
        people: 4000
    );

    [Fact]
    public void Stronger_evidence_is_never_less_sure_and_every_figure_rests_on_many_findings()
    {
        Assert.All(_weekly.Points, point => Assert.True(point.Findings >= 40 && point.Share is >= 0 and <= 1));
        foreach (var rule in _weekly.Points.GroupBy(point => point.Rule))
        {
            Assert.Equal(rule.Select(point => point.Strength).Order(), rule.Select(point => point.Strength));
            Assert.Equal(rule.Select(point => point.Share).Order(), rule.Select(point => point.Share));
        }
    }

    [Fact]
    public void Growing_feelings_that_just_reach_the_threshold_are_not_clear()
    {
        var settings = DetectionSettings.Default.Worsening.Weekly;
        var (bare, strong) = (_weekly.Share(Rule.Worsening, 0), _weekly.Share(Rule.Worsening, 4));
        Assert.NotEqual(Sureness.Clear, HowSure.Of(bare));
        Assert.Equal(Sureness.Clear, HowSure.Of(strong));
        Assert.Equal(bare, _weekly.Share(Rule.Worsening, PrecisionTable.StrengthOf(Rising(settings.Threshold))));
        Assert.Equal(bare, _weekly.Share(Rule.Worsening, -1)); // A person's own lower threshold: the weakest that is known.
    }

    [Fact]
    public void A_table_speaks_only_of_the_constants_that_it_was_computed_with()
    {
        var settings = DetectionSettings.Default;
        Assert.True(_weekly.HoldsFor(settings.Worsening.Weekly, settings.Persistent.Weekly));
        Assert.False(_weekly.HoldsFor(settings.Worsening.Weekly with { Clip = 2.1 }, settings.Persistent.Weekly));
        Assert.False(
            _weekly.HoldsFor(settings.Worsening.Weekly, settings.Persistent.Weekly with { MinimumIntensity = 6 })
        );
        Assert.False(PrecisionTable.None.HoldsFor(settings.Worsening.Weekly, settings.Persistent.Weekly));
        Assert.Null(PrecisionTable.None.Share(Rule.Worsening, 9));
    }

    [Fact]
    public void Tables_are_stored_with_the_settings_and_settings_without_them_are_read()
    {
        var stored = DetectionSettings.Default with
        {
            Precision = DetectionSettings.Default.Precision.With(Cadence.Weekly, _weekly),
        };
        var json = DetectionJson.Write(stored);
        Assert.Equal(stored, DetectionJson.ReadSettings(json));

        var older = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        older.Remove("precision");
        Assert.Equal(DetectionSettings.Default, DetectionJson.ReadSettings(older.ToJsonString()));
    }

    [Fact]
    public void Strict_makes_fewer_false_alarms_and_finds_fewer_and_refined_does_better_than_balanced()
    {
        var (balanced, strict, refined) = (
            Figures(Profile.Balanced),
            Figures(Profile.Strict),
            Figures(Profile.Refined)
        );
        Assert.All(new[] { balanced, strict, refined }, figures => Assert.InRange(figures.FoundOf100, 80, 100));
        Assert.InRange(strict.FalseAlarmsPerPersonYear, 0, balanced.FalseAlarmsPerPersonYear / 2);
        Assert.True(strict.FoundOf100 < balanced.FoundOf100);
        Assert.True(
            refined.FalseAlarmsPerPersonYear < balanced.FalseAlarmsPerPersonYear
                && refined.FoundOf100 >= balanced.FoundOf100
        );
        Assert.InRange(refined.CheckInsUntilFound!.Value, 2, 6);

        static ProfileFigures Figures(Profile profile) =>
            ProfileFigures.Of(DetectionSettings.For(profile), seed: 1, people: 3000);
    }

    private static WorseningEvidence Rising(double statistic) =>
        new(2, 12, 5, 3, 4, statistic, DetectionSettings.Default.Worsening.Weekly.Threshold, null, 6);
}
