using System.Text.Json;
using CsCheck;
using Wellbeing.Detection;

namespace Wellbeing.Detection.Tests.Settings;

public sealed class SettingsCatalogueTests
{
    public static TheoryData<string> Keys => [.. SettingsCatalogue.All.Select(setting => setting.Key)];

    [Fact]
    public void Keys_are_unique() => Assert.Equal(SettingsCatalogue.All.Count, SettingsCatalogue.All.DistinctBy(setting => setting.Key).Count());

    [Fact]
    public void Every_constant_of_the_rules_is_in_the_catalogue()
    {
        // By the JSON: every number and every yes-or-no below the five groups is a key.
        using var json = JsonDocument.Parse(DetectionJson.Write(DetectionSettings.Default));
        var constants = from rule in json.RootElement.EnumerateObject()
                        where rule.Name is not ("severities" or "calibration")
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
            Assert.Empty(SettingsCatalogue.Problems(changed));
        }

        Assert.NotNull(setting.Problem(setting.Minimum - setting.Step));
        Assert.NotNull(setting.Problem(setting.Maximum + setting.Step));
        Assert.NotNull(setting.Problem(setting.Minimum + setting.Step / 2));
        Assert.NotNull(setting.Problem(double.NaN));
    }

    [Fact]
    public void The_published_profiles_have_no_problems_and_their_defaults_are_balanced()
    {
        Assert.Empty(SettingsCatalogue.Problems(DetectionSettings.For(Profile.Balanced)));
        Assert.Empty(SettingsCatalogue.Problems(DetectionSettings.For(Profile.Strict)));
        Assert.All(SettingsCatalogue.All, setting => Assert.Equal(setting.Default, setting.Get(DetectionSettings.Default)));
    }

    [Fact]
    public void A_problem_says_in_plain_words_what_is_allowed()
    {
        var settings = SettingsCatalogue.All.Single(setting => setting.Key == "persistent.weekly.minimumIntensity").With(DetectionSettings.Default, 11);
        Assert.Equal("persistent.weekly.minimumIntensity is 11; it must be from 1 to 10 (points).", Assert.Single(SettingsCatalogue.Problems(settings)).Message);
    }
}

public sealed class DetectionJsonTests
{
    [Fact]
    public void Settings_survive_the_way_to_JSON_and_back() => Generate.Settings.Sample(
        settings =>
        {
            Assert.Equal(settings, DetectionJson.ReadSettings(DetectionJson.Write(settings)));
            Assert.Equal(settings, JsonSerializer.Deserialize<DetectionSettings>(JsonSerializer.Serialize(settings)));
        },
        iter: 100);

    [Fact]
    public void A_missing_constant_is_refused_rather_than_guessed()
    {
        var json = DetectionJson.Write(DetectionSettings.Default).Replace("\"clip\": 2,", "", StringComparison.Ordinal);
        Assert.Contains("clip", Assert.Throws<JsonException>(() => DetectionJson.ReadSettings(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_constant_is_refused()
    {
        var json = DetectionJson.Write(DetectionSettings.Default).Replace("\"clip\": 2,", "\"clip\": 2, \"clipp\": 3,", StringComparison.Ordinal);
        Assert.Contains("clipp", Assert.Throws<JsonException>(() => DetectionJson.ReadSettings(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_survive_the_way_to_JSON_and_back() => Gen.Select(Generate.Series, Generate.Settings).Sample(
        (series, settings) =>
        {
            var findings = Detector.Replay(series, settings);
            Assert.Equal(findings, JsonSerializer.Deserialize<List<Finding>>(JsonSerializer.Serialize(findings, DetectionJson.Options), DetectionJson.Options));
            Assert.Equal(findings, JsonSerializer.Deserialize<List<Finding>>(JsonSerializer.Serialize(findings)));
        },
        iter: 200);

    [Fact]
    public void Evidence_may_come_back_with_its_properties_in_another_order()
    {
        const string reordered = """{"lastIntensity":7,"daysSilent":15,"afterFinding":false,"rule":"silence"}""";
        Assert.Equal(new SilenceEvidence(15, 7, false), JsonSerializer.Deserialize<Evidence>(reordered, DetectionJson.Options));
    }
}
