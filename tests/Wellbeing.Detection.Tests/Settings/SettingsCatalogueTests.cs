using System.Text.Json;

namespace Wellbeing.Detection.Tests.Settings;

public sealed class SettingsCatalogueTests
{
    public static TheoryData<string> Keys => [.. SettingsCatalogue.All.Select(setting => setting.Key)];

    [Fact]
    public void Keys_are_unique() =>
        Assert.Equal(SettingsCatalogue.All.Count, SettingsCatalogue.All.DistinctBy(setting => setting.Key).Count());

    [Fact]
    public void Every_constant_of_the_rules_is_in_the_catalogue()
    {
        // By the JSON: every number and every yes-or-no below the five groups is a key.
        using var json = JsonDocument.Parse(DetectionJson.Write(DetectionSettings.Default));
        var constants =
            from rule in json.RootElement.EnumerateObject()
            where rule.Name is not ("severities" or "calibration" or "precision")
            from cadence in rule.Value.EnumerateObject()
            from constant in cadence.Value.EnumerateObject()
            select $"{rule.Name}.{cadence.Name}.{constant.Name}";
        Assert.Equal(constants.Order(), SettingsCatalogue.All.Select(setting => setting.Key).Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_setting_reads_what_it_writes_and_touches_nothing_else(string key)
    {
        var setting = SettingsCatalogue.All.Single(setting => setting.Key == key);
        foreach (var value in new[] { setting.Minimum, setting.Default, setting.Maximum })
        {
            var changed = setting.With(DetectionSettings.Default, value);
            Assert.Equal(value, setting.Get(changed));
            Assert.Equal(DetectionSettings.Default, setting.With(changed, setting.Default));
            Assert.Null(setting.Problem(value));
        }

        Assert.NotNull(setting.Problem(setting.Minimum - setting.Step));
        Assert.NotNull(setting.Problem(setting.Maximum + setting.Step));
        Assert.NotNull(setting.Problem(setting.Minimum + setting.Step / 2));
        Assert.NotNull(setting.Problem(double.NaN));
    }

    [Fact]
    public void The_profiles_have_no_problems_and_the_defaults_are_the_refined_one()
    {
        Assert.Empty(SettingsCatalogue.Problems(DetectionSettings.For(Profile.Balanced)));
        Assert.Empty(SettingsCatalogue.Problems(DetectionSettings.For(Profile.Strict)));
        Assert.Empty(SettingsCatalogue.Problems(DetectionSettings.For(Profile.Refined)));
        Assert.Equal(DetectionSettings.For(Profile.Refined), DetectionSettings.Default);
        Assert.All(
            SettingsCatalogue.All,
            setting => Assert.Equal(setting.Default, setting.Get(DetectionSettings.Default))
        );
    }

    [Fact]
    public void A_problem_says_in_plain_words_what_is_allowed()
    {
        var settings = SettingsCatalogue
            .All.Single(setting => setting.Key == "persistent.weekly.minimumIntensity")
            .With(DetectionSettings.Default, 11);
        Assert.Equal(
            "persistent.weekly.minimumIntensity is 11; it must be from 1 to 10 (points).",
            Assert.Single(SettingsCatalogue.Problems(settings)).Message
        );
    }

    [Fact]
    public void A_baseline_too_short_to_be_judged_is_a_problem()
    {
        var settings = SettingsCatalogue
            .All.Where(setting =>
                setting.Key is "worsening.daily.baselineCheckIns" or "worsening.daily.minimumBaseline"
            )
            .Aggregate(
                DetectionSettings.Default,
                (settings, setting) =>
                    setting.With(settings, setting.Key.EndsWith("minimumBaseline", StringComparison.Ordinal) ? 10 : 8)
            );
        var problem = Assert.Single(SettingsCatalogue.Problems(settings));
        Assert.Equal(
            "worsening.daily.minimumBaseline is 10; with a usual level made from 8 check-ins nothing would ever be judged.",
            problem.Message
        );
    }

    [Fact]
    public void Settings_that_nobody_checked_are_refused_rather_than_run_out_of_memory()
    {
        var settings = DetectionSettings.Default with
        {
            Worsening = DetectionSettings.Default.Worsening with
            {
                Weekly = new() { BaselineCheckIns = 1_000_000_000 },
            },
        };
        Assert.Throws<ArgumentOutOfRangeException>(() => Detector.Assess(Given.Weekly(1), settings));
    }
}
