using System.CommandLine;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Cli.Replay;

/// <summary>wellbeing calibrate: the settings with fresh figures of how rarely a steady person would trigger
/// them.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var profile = Options.Profile();
        var settings = Options.Settings();
        var seed = new Option<long>("--seed")
        {
            Description = "The same seed gives the same figures",
            DefaultValueFactory = _ => 1,
        };
        var people = new Option<int>("--people")
        {
            Description = "Steady people to simulate a cadence, two years each",
            DefaultValueFactory = _ => 10_000,
        };
        people.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--people: expected 1 or more");
        });

        var command = new Command("calibrate", "Settings as JSON, with how often steady people would trigger them")
        {
            profile,
            settings,
            seed,
            people,
        };
        command.SetAction(parsed =>
        {
            var rules = InputFiles.Settings(parsed.GetValue(settings), parsed.GetValue(profile));
            Console.Out.Write(
                DetectionJson.Write(
                    Calibration.Calibrate(
                        rules,
                        parsed.GetValue(seed),
                        parsed.GetValue(people),
                        Operator.Share("calibrated")
                    )
                ) + "\n"
            );
            return Operator.Done;
        });
        return command;
    }
}
