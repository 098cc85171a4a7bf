using System.CommandLine;
using System.Globalization;
using System.Text;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Cli.Replay;

/// <summary>wellbeing simulate: participants.csv and checkins.csv of people with known truth.</summary>
internal static class SimulateCommand
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create()
    {
        var seed = Options.Seed();
        var cadence = Options.Cadence();
        var people = new Option<int>("--people") { Description = "How many people", Required = true };
        people.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--people: expected 1 or more");
        });
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for participants.csv and checkins.csv; made if need be",
            Required = true,
            HelpName = "DIR",
        };
        var world = Options.Named<World>("--world", "Form of the simulator", required: false);
        var answering = Options.Named<Answering>("--answering", "How people answer", required: false);
        var noise = Share("--noise", "Multiplies the noise of ratings, 0 to 5", @default: 1, greatest: 5);
        var autocorrelation = Share(
            "--autocorrelation",
            "Added to the autocorrelation of ratings, 0 to 0.8",
            @default: 0,
            greatest: 0.8
        );

        var command = new Command("simulate", "Makes check-ins of people whose truth is known")
        {
            seed,
            cadence,
            people,
            output,
            world,
            answering,
            noise,
            autocorrelation,
        };
        command.SetAction(parsed =>
        {
            var options = new SimulationOptions
            {
                Seed = parsed.GetValue(seed),
                Cadence = parsed.GetValue(cadence),
                People = parsed.GetValue(people),
                World = parsed.GetValue(world),
                Answering = parsed.GetValue(answering),
                Noise = parsed.GetValue(noise),
                Autocorrelation = parsed.GetValue(autocorrelation),
            };
            var folder = parsed.GetRequiredValue(output);
            folder.Create();
            using var participants = Create(folder, "participants.csv");
            using var checkIns = Create(folder, "checkins.csv");
            Write(Simulation.Run(options), options.Cadence, participants, checkIns);
            return Operator.Done;
        });
        return command;
    }

    private static void Write(
        IEnumerable<SimulatedPerson> people,
        Cadence cadence,
        StreamWriter participants,
        StreamWriter checkIns
    )
    {
        var asked = cadence.ToString().ToLowerInvariant();
        participants.WriteLine("participant_id,trajectory,onset_date,truth,cadence,style");
        checkIns.WriteLine(CheckInFile.Header);
        foreach (var person in people)
        {
            var truth = person.Truth;
            participants.WriteLine(
                $"{truth.Id},{truth.Trajectory},{truth.OnsetDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},{truth.Truth},{asked},{person.Style}"
            );
            foreach (var observation in person.Observations)
            {
                checkIns.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{truth.Id},{observation.AtUtc:yyyy-MM-dd'T'HH:mm:ss'Z'},{observation.Intensity},{observation.Functioning}"
                    )
                );
            }
        }
    }

    private static StreamWriter Create(DirectoryInfo folder, string name) =>
        new(Path.Combine(folder.FullName, name), append: false, _utf8) { NewLine = "\n" };

    private static Option<double> Share(string name, string description, double @default, double greatest)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => @default };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and var value) || value > greatest)
                result.AddError(
                    string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number from 0 to {greatest}")
                );
        });
        return option;
    }
}
