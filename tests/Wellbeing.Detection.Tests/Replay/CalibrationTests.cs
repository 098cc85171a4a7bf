using Wellbeing.Detection.Replay;
using Wellbeing.Testing;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class CalibrationTests
{
    /// <summary>Each takes as long as everything else here together: two a day have their turn.</summary>
    public static TheoryData<Profile, Cadence> Shipped =>
        new(
            InTurn.Of<(Profile, Cadence)>(
                2,
                (Profile.Refined, Cadence.Daily),
                (Profile.Balanced, Cadence.Weekly),
                (Profile.Strict, Cadence.Monthly),
                (Profile.Refined, Cadence.Weekly),
                (Profile.Refined, Cadence.Fortnightly),
                (Profile.Refined, Cadence.Monthly)
            )
        );

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_shipped_figures_are_those_that_calibration_computes(Profile profile, Cadence cadence)
    {
        var settings = DetectionSettings.For(profile);
        Assert.Equal(settings.Calibration.For(cadence), Calibration.Table(cadence, settings, seed: 1, people: 10_000));
    }

    [Fact]
    public void Figures_speak_only_of_the_constants_that_they_were_computed_with()
    {
        var settings = Given.Balanced;
        var table = settings.Calibration.Weekly;
        Assert.Null(table.YearsBetweenFalseAlarms(settings.Worsening.Weekly, 2.9));
        Assert.Equal(10, table.YearsBetweenFalseAlarms(settings.Worsening.Weekly, 3.4));
        Assert.Equal(CalibrationTable.MostYears, table.YearsBetweenFalseAlarms(settings.Worsening.Weekly, 30));
        Assert.Null(table.YearsBetweenFalseAlarms(settings.Worsening.Weekly with { Clip = 2.1 }, 3.4));
    }

    [Fact]
    public void Changed_settings_get_figures_of_their_own()
    {
        var looser = DetectionSettings.Default with
        {
            Worsening = DetectionSettings.Default.Worsening with
            {
                Weekly = DetectionSettings.Default.Worsening.Weekly with { Threshold = 2 },
            },
        };
        var calibrated = Calibration.Calibrate(looser, seed: 3, people: 300);
        var years = calibrated.Calibration.Weekly.YearsBetweenFalseAlarms(looser.Worsening.Weekly, 2);
        Assert.InRange(years!.Value, 1, 9);
    }
}
