using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;

namespace Wellbeing.Detection.Tests.Settings;

public sealed class DetectionJsonTests
{
    [Fact]
    public void Settings_survive_the_way_to_JSON_and_back() =>
        Generate.Settings.Sample(
            settings =>
            {
                Assert.Equal(settings, DetectionJson.ReadSettings(DetectionJson.Write(settings)));
                Assert.Equal(
                    settings,
                    JsonSerializer.Deserialize<DetectionSettings>(JsonSerializer.Serialize(settings))
                );
            },
            iter: 100
        );

    [Fact]
    public void A_missing_constant_is_refused_rather_than_guessed()
    {
        var json = DetectionJson.Write(DetectionSettings.Default).Replace("\"clip\": 2,", "", StringComparison.Ordinal);
        Assert.Contains(
            "clip",
            Assert.Throws<JsonException>(() => DetectionJson.ReadSettings(json)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_was_stored_before_a_constant_existed_is_read_with_its_first_value()
    {
        var json = DetectionJson.Write(DetectionSettings.Default);
        foreach (
            var later in new[]
            {
                "quietDaysAfterResolution",
                "persistentImpactUnknown",
                "persistentReported",
                "byElapsedDays",
                "memoryDays",
                "unknownImpactDays",
                "unknownImpactMargin",
                "trustsDuration",
            }
        )
        {
            Assert.Contains($"\"{later}\"", json, StringComparison.Ordinal);
            json = Regex.Replace(json, $"\\s*\"{later}\": [^\n]*\n", "\n");
        }

        json = Regex.Replace(json, @",(\s*\})", "$1");
        var read = DetectionJson.ReadSettings(json);
        Assert.False(read.Persistent.Weekly.ByElapsedDays);
        Assert.Equal(DetectionSettings.Default with { Persistent = read.Persistent }, read);
    }

    [Fact]
    public void An_unknown_constant_is_refused()
    {
        var json = DetectionJson
            .Write(DetectionSettings.Default)
            .Replace("\"clip\": 2,", "\"clip\": 2, \"clipp\": 3,", StringComparison.Ordinal);
        Assert.Contains(
            "clipp",
            Assert.Throws<JsonException>(() => DetectionJson.ReadSettings(json)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Findings_survive_the_way_to_JSON_and_back() =>
        Gen.Select(Generate.Series, Generate.Settings)
            .Sample(
                (series, settings) =>
                {
                    var findings = Detector.Replay(series, settings);
                    Assert.Equal(
                        findings,
                        JsonSerializer.Deserialize<List<Finding>>(
                            JsonSerializer.Serialize(findings, DetectionJson.Options),
                            DetectionJson.Options
                        )
                    );
                    Assert.Equal(
                        findings,
                        JsonSerializer.Deserialize<List<Finding>>(JsonSerializer.Serialize(findings))
                    );
                },
                iter: 200
            );

    [Fact]
    public void Evidence_may_come_back_with_its_properties_in_another_order()
    {
        const string reordered =
            """{"lastIntensity":7,"since":"2026-01-05","daysSilent":15,"afterFinding":false,"rule":"silence"}""";
        Assert.Equal(
            new SilenceEvidence(15, 7, false, new DateOnly(2026, 1, 5)),
            JsonSerializer.Deserialize<Evidence>(reordered, DetectionJson.Options)
        );
    }
}
