using System.CommandLine;
using System.Globalization;
using Wellbeing.Detection;

namespace Wellbeing.Cli.Replay;

/// <summary>wellbeing settings: a profile as JSON to start from, or every constant explained.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var profile = Options.Profile();
        var explain = new Option<bool>("--explain")
        {
            Description = "List every constant with its meaning, unit, range and defaults instead",
        };
        var command = new Command("settings", "The published settings as JSON") { profile, explain };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(explain))
                Console.Out.Write(Table());
            else
                Console.Out.Write(DetectionJson.Write(DetectionSettings.For(parsed.GetValue(profile))) + "\n");
            return Operator.Done;
        });
        return command;
    }

    /// <summary>Markdown, as it stands in docs/detection.md: a constant a row, its default at each cadence, and where
    /// those come from.</summary>
    private static string Table()
    {
        var sources = SettingsCatalogue.All.Select(setting => setting.Source).Distinct().ToList();
        return string.Concat([
            "| setting | meaning | unit | range | daily | weekly | fortnightly | monthly | source |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
            .. SettingsCatalogue
                .All.GroupBy(Constant)
                .Select(cadences =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| `{cadences.Key}` | {cadences.First().Meaning} | {cadences.First().Unit} | {cadences.First().Minimum} to {cadences.First().Maximum} | {string.Join(" | ", cadences.Select(setting => setting.Default.ToString(CultureInfo.InvariantCulture)))} | {string.Join(", ", cadences.Select(setting => sources.IndexOf(setting.Source) + 1).Distinct())} |\n"
                    )
                ),
            "\nSources:\n",
            .. sources
                .Index()
                .Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Index + 1}. {source.Item}.\n")),
        ]);
    }

    /// <summary>"persistent.weekly.minimumIntensity" without its cadence.</summary>
    private static string Constant(SettingDescriptor setting)
    {
        var parts = setting.Key.Split('.');
        return $"{parts[0]}.{parts[2]}";
    }
}
