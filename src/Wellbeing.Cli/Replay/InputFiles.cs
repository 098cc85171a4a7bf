using System.Buffers;
using System.Text;
using System.Text.Json;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Cli.Replay;

/// <summary>Reads what the replay commands are given; every refusal names the file, and the place in it.</summary>
internal static class InputFiles
{
    private static readonly UTF8Encoding _strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    public static Cohort CheckIns(FileInfo file, Cadence cadence) =>
        Read(
            file,
            lines =>
            {
                var progress = Operator.Progress("check-ins read");
                var cohort = CheckInFile.Read(lines, cadence, progress);
                progress?.Report(cohort.CheckIns);
                if (progress is not null)
                    Console.Error.WriteLine();
                return cohort;
            }
        );

    public static List<ParticipantTruth> Participants(FileInfo file) =>
        Read(file, lines => ParticipantTruth.Read(lines).ToList());

    public static List<ScoredAlert> Alerts(FileInfo file) => Read(file, lines => lines.Select(Alert).ToList());

    public static DetectionSettings Settings(FileInfo? file, Profile profile)
    {
        if (file is null)
            return DetectionSettings.For(profile);
        DetectionSettings settings;
        try
        {
            settings = DetectionJson.ReadSettings(File.ReadAllText(Existing(file).FullName, _strict));
        }
        catch (Exception problem) when (problem is JsonException or DecoderFallbackException)
        {
            throw new OperatorException($"{file}: {problem.Message}");
        }

        return SettingsCatalogue.Problems(settings) is [var first, ..]
            ? throw new OperatorException($"{file}: {first.Message}")
            : settings;
    }

    private static T Read<T>(FileInfo file, Func<IEnumerable<string>, T> read)
    {
        try
        {
            return read(File.ReadLines(Existing(file).FullName, _strict));
        }
        catch (InvalidRowException row)
        {
            throw new OperatorException($"{file}: {row.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new OperatorException($"{file}: {NotUtf8(File.ReadAllBytes(file.FullName)).Message}");
        }
    }

    /// <summary>Where the first bytes stand that are not UTF-8. Text is decoded many lines at a time, so the decoder
    /// does not know.</summary>
    private static InvalidRowException NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var (line, column) = (1, 1);
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
        {
            bytes = bytes[length..];
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
        }

        return new(line, column, "expected UTF-8 text; found bytes that are not");
    }

    private static FileInfo Existing(FileInfo file) =>
        file.Exists ? file : throw new OperatorException($"{file}: no such file");

    private static ScoredAlert Alert(string line, int index)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var alert = json.RootElement;
            return
                alert.ValueKind == JsonValueKind.Object
                && alert.TryGetProperty("participant_id", out var id)
                && id.ValueKind == JsonValueKind.String
                && alert.TryGetProperty("kind", out var kind)
                && kind.ValueKind == JsonValueKind.String
                && alert.TryGetProperty("alert_at", out var at)
                && at.ValueKind == JsonValueKind.String
                && CheckInFile.TryReadInstant(at.GetString()!, out var instant)
                ? new ScoredAlert(id.GetString()!, instant, kind.GetString()!)
                : throw Invalid(1);
        }
        catch (JsonException problem)
        {
            throw Invalid((int)(problem.BytePositionInLine ?? 0) + 1);
        }

        InvalidRowException Invalid(int column) =>
            new(
                index + 1,
                column,
                "expected a JSON object with the strings participant_id, alert_at (an instant) and kind"
            );
    }
}
