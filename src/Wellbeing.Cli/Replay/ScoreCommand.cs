using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Cli.Replay;

/// <summary>wellbeing score: how alerts, of any implementation, compare with the truth.</summary>
internal static class ScoreCommand
{
    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
    };

    public static Command Create()
    {
        var participants = Options.File("--participants", "The truth: participant_id,trajectory,onset_date,truth");
        var checkIns = Options.File("--checkins", "The check-ins that were assessed");
        var alerts = Options.File("--alerts", "The alerts: JSON lines with participant_id, alert_at and kind");
        var kinds = new Option<string>("--kinds")
        {
            Description = "Kinds of alert that count",
            DefaultValueFactory = _ => "worsening,persistent",
        };
        var horizon = new Option<double>("--horizon-days")
        {
            Description = "Days after onset within which an alert counts",
            DefaultValueFactory = _ => Score.DefaultHorizonDays,
        };

        var command = new Command("score", "How alerts compare with the truth")
        {
            participants,
            checkIns,
            alerts,
            kinds,
            horizon,
        };
        command.SetAction(parsed =>
        {
            var score = Score.Of(
                InputFiles.Participants(parsed.GetRequiredValue(participants)),
                InputFiles.CheckIns(parsed.GetRequiredValue(checkIns), default),
                InputFiles.Alerts(parsed.GetRequiredValue(alerts)),
                parsed.GetRequiredValue(kinds).Split(',').ToHashSet(),
                parsed.GetValue(horizon)
            );
            Console.Out.Write(ToJson(score) + "\n");
            return Operator.Done;
        });
        return command;
    }

    /// <summary>As the guidance's own scorer prints it, so that the two can be compared character by
    /// character.</summary>
    internal static string ToJson(Score score)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, _indented))
        {
            json.WriteStartObject();
            WriteRounded(json, "false_alarms_per_person_year", score.FalseAlarmsPerPersonYear, 3);
            WriteRounded(json, "null_person_years", score.NullPersonYears, 1);
            json.WriteStartObject("per_trajectory");
            foreach (var trajectory in score.PerTrajectory)
            {
                json.WriteStartObject(trajectory.Name);
                WriteRounded(json, "sensitivity", trajectory.Sensitivity, 3);
                json.WriteNumber("n", trajectory.People);
                json.WritePropertyName("median_delay_checkins");
                WriteMedian(json, trajectory);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteRounded(Utf8JsonWriter json, string name, double? value, int places)
    {
        json.WritePropertyName(name);
        if (value is not { } number)
        {
            json.WriteNullValue();
            return;
        }

        // Exact decimal digits first: rounding the binary number itself would go the other way at some halves.
        var exact = decimal.Parse(number.ToString("F20", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        json.WriteRawValue(WithPoint((double)Math.Round(exact, places, MidpointRounding.ToEven)));
    }

    /// <summary>The median of an even number of delays is a fraction, even where it happens to be whole.</summary>
    private static void WriteMedian(Utf8JsonWriter json, TrajectoryScore trajectory)
    {
        if (trajectory.MedianDelayCheckIns is not { } median)
            json.WriteNullValue();
        else if ((int)Math.Round(trajectory.Sensitivity * trajectory.People) % 2 == 1)
            json.WriteNumberValue((int)median);
        else
            json.WriteRawValue(WithPoint(median));
    }

    private static string WithPoint(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
