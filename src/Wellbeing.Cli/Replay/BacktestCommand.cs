using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Cli.Replay;

/// <summary>wellbeing backtest: check-ins in, one JSON line an alert out, in order of participant, instant and
/// kind.</summary>
internal static class BacktestCommand
{
    private static readonly JsonWriterOptions _oneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var checkIns = Options.File("--checkins", "Check-ins: participant_id,submitted_at,intensity,functioning");
        var cadence = Options.Cadence();
        var profile = Options.Profile();
        var settings = Options.Settings();
        var asOf = new Option<DateTime?>("--as-of")
        {
            Description =
                "Things as they stood at this instant: later check-ins are not read, and silences that still ran are found",
            HelpName = "INSTANT",
            CustomParser = result =>
            {
                if (CheckInFile.TryReadInstant(result.Tokens[0].Value, out var instant))
                    return instant;
                result.AddError(
                    $"--as-of: expected an instant such as 2025-01-31T09:30:00Z; found \"{result.Tokens[0].Value}\""
                );
                return null;
            },
        };

        var command = new Command("backtest", "What detection would have found in past check-ins")
        {
            checkIns,
            cadence,
            profile,
            settings,
            asOf,
        };
        command.SetAction(parsed =>
        {
            var rules = InputFiles.Settings(parsed.GetValue(settings), parsed.GetValue(profile));
            var cohort = InputFiles.CheckIns(parsed.GetRequiredValue(checkIns), parsed.GetValue(cadence));
            if (parsed.GetValue(asOf) is { } instant)
                TellWhatIsLeftOut(cohort, instant);
            using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            using var json = new Utf8JsonWriter(output, _oneLine);
            foreach (var alert in Backtest.Run(cohort, rules, parsed.GetValue(asOf)))
            {
                Write(json, alert);
                json.Flush();
                output.WriteByte((byte)'\n');
                json.Reset();
            }

            return Operator.Done;
        });
        return command;
    }

    private static void TellWhatIsLeftOut(Cohort cohort, DateTime asOf)
    {
        var later = Enumerable
            .Range(0, cohort.People)
            .Sum(person => cohort.SubmittedAt(person).ToArray().Count(at => at > asOf.Ticks));
        if (later > 0)
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"wellbeing: {later} check-ins after --as-of were not read")
            );
    }

    private static void Write(Utf8JsonWriter json, Alert alert)
    {
        var finding = alert.Finding;
        json.WriteStartObject();
        json.WriteString("participant_id", alert.ParticipantId);
        json.WriteString(
            "alert_at",
            finding.AtUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        );
        json.WriteString("kind", Backtest.ContractKind(finding.Rule));
        json.WriteNumber("check_in_index", finding.ObservationIndex);
        json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("explanation", Explanation.InEnglish(finding.Evidence));
        json.WriteStartObject("evidence");
        WriteEvidence(json, finding.Evidence);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Evidence evidence)
    {
        switch (evidence)
        {
            case WorseningEvidence worsening:
                json.WriteNumber("baseline", Math.Round(worsening.Baseline, 2));
                json.WriteNumber("recent", Math.Round(worsening.Recent, 2));
                json.WriteNumber("evidence", Math.Round(worsening.Statistic, 3));
                json.WriteNumber("weeks", Math.Round(worsening.Weeks, 1));
                if (worsening.YearsBetweenFalseAlarms is { } years)
                    json.WriteNumber("years_between_false_alarms", years);
                break;
            case PersistentEvidence persistent:
                json.WriteNumber("count", persistent.Count);
                json.WriteNumber("of", persistent.Of);
                json.WriteNumber("span_days", Math.Round(persistent.SpanDays, 1));
                json.WriteNumber("threshold", persistent.Threshold);
                json.WriteNumber("median_functioning", persistent.MedianFunctioning);
                break;
            case PersistentImpactUnknownEvidence unknown:
                json.WriteNumber("count", unknown.Count);
                json.WriteNumber("of", unknown.Of);
                json.WriteNumber("span_days", Math.Round(unknown.SpanDays, 1));
                json.WriteNumber("threshold", unknown.Threshold);
                json.WriteNumber("functioning_answers", unknown.FunctioningAnswers);
                json.WriteString("impact", "unknown");
                break;
            case PersistentReportedEvidence reported:
                json.WriteString("duration", JsonNamingPolicy.SnakeCaseLower.ConvertName(reported.Duration.ToString()));
                json.WriteNumber("intensity", reported.LastIntensity);
                json.WriteNumber("threshold", reported.Threshold);
                break;
            case AcuteEvidence acute:
                json.WriteNumber("intensity", acute.LastIntensity);
                json.WriteNumber("threshold", acute.Threshold);
                break;
            case SilenceEvidence silence:
                json.WriteNumber("days_silent", silence.DaysSilent);
                if (silence.LastIntensity is { } last)
                    json.WriteNumber("last_intensity", last);
                json.WriteBoolean("after_finding", silence.AfterFinding);
                break;
        }
    }
}
