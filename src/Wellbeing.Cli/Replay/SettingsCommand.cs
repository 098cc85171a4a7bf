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
        var explain = new Option<bool>("--explain") { Description = "List every constant with its meaning, unit, range, default and source instead" };
        var command = new Command("settings", "The published settings as JSON") { profile, explain };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(explain)) Console.Out.Write(Table());
            else Console.Out.Write(DetectionJson.Write(DetectionSettings.For(parsed.GetValue(profile))) + "\n");
            return Operator.Done;
        });
        return command;
    }

    /// <summary>Markdown, as it stands in docs/detection.md.</summary>
    private static string Table() => string.Concat(
        ["| setting | meaning | unit | range | default | source |\n| --- | --- | --- | --- | --- | --- |\n",
            .. SettingsCatalogue.All.Select(setting => string.Create(
                CultureInfo.InvariantCulture,
                $"| `{setting.Key}` | {setting.Meaning} | {setting.Unit} | {setting.Minimum} to {setting.Maximum} | {setting.Default} | {setting.Source} |\n"))]);
}
