namespace Wellbeing.Detection.Tests.Settings;

public sealed class NamedProfileTests
{
    [Fact]
    public void A_profile_is_called_by_its_name() =>
        Assert.All(
            Enum.GetValues<Profile>(),
            profile => Assert.Equal(new NamedProfile(profile, 0), NamedProfile.Of(DetectionSettings.For(profile)))
        );

    [Fact]
    public void New_installations_start_with_refined() =>
        Assert.Equal(new NamedProfile(Profile.Refined, 0), NamedProfile.Of(DetectionSettings.Default));

    [Fact]
    public void Changed_values_are_counted_whatever_is_said_of_how_well_they_do()
    {
        var refined = DetectionSettings.For(Profile.Refined);
        var changed = refined with
        {
            Acute = refined.Acute.With(Cadence.Weekly, new AcuteSettings { MinimumIntensity = 8 }),
            Severities = refined.Severities with { Silence = Severity.Soon },
            Calibration = new(
                CalibrationTable.None,
                CalibrationTable.None,
                CalibrationTable.None,
                CalibrationTable.None
            ),
        };
        var named = NamedProfile.Of(changed);
        Assert.Equal((new NamedProfile(Profile.Refined, 2), false), (named, named.IsOwn));
    }

    [Fact]
    public void Values_far_from_every_profile_are_ones_own()
    {
        var own = SettingsCatalogue
            .All.Where(setting => setting.Group.StartsWith("persistent.", StringComparison.Ordinal))
            .Aggregate(
                DetectionSettings.Default,
                (settings, setting) =>
                    setting.With(settings, setting.Get(settings) > setting.Minimum ? setting.Minimum : setting.Maximum)
            );
        Assert.True(NamedProfile.Of(own).IsOwn);
    }
}
