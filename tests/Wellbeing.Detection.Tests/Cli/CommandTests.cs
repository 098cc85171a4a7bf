using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Cli;

/// <summary>The commands as an operator runs them: a process with files, output and an exit code.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wellbeing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Simulate_backtest_and_score_work_together_and_repeat_themselves()
    {
        var people = Path.Combine(_folder.FullName, "people");
        Succeeds("simulate", "--seed", "42", "--cadence", "weekly", "--people", "300", "--out", people);
        var (participants, checkIns) = (Path.Combine(people, "participants.csv"), Path.Combine(people, "checkins.csv"));

        var alerts = Succeeds("backtest", "--checkins", checkIns, "--cadence", "weekly");
        Assert.Equal(alerts, Succeeds("backtest", "--checkins", checkIns, "--cadence", "weekly"));
        var keys = alerts
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
            {
                var alert = JsonDocument.Parse(line).RootElement;
                Assert.NotEmpty(alert.GetProperty("explanation").GetString()!);
                Assert.Equal(JsonValueKind.Object, alert.GetProperty("evidence").ValueKind);
                Assert.True(alert.GetProperty("check_in_index").GetInt32() >= 0);
                return (
                    alert.GetProperty("participant_id").GetString(),
                    alert.GetProperty("alert_at").GetString(),
                    alert.GetProperty("kind").GetString()
                );
            })
            .ToList();
        Assert.Equal(
            keys.OrderBy(key => key.Item1, StringComparer.Ordinal)
                .ThenBy(key => key.Item2, StringComparer.Ordinal)
                .ThenBy(key => key.Item3, StringComparer.Ordinal),
            keys
        );
        Assert.Equal(["acute", "persistent", "silence", "worsening"], keys.Select(key => key.Item3).Distinct().Order());

        var score = Succeeds(
            "score",
            "--participants",
            participants,
            "--checkins",
            checkIns,
            "--alerts",
            File("alerts.jsonl", alerts)
        );
        Assert.StartsWith("{\n \"false_alarms_per_person_year\": 0.", score, StringComparison.Ordinal);
    }

    /// <summary>The files are what the guidance's own scorer printed for the same alerts.</summary>
    [Theory]
    [InlineData("weekly", "weekly", "worsening,persistent", "84")]
    [InlineData("weekly-worsening-28", "weekly", "worsening", "28")]
    [InlineData("weekly-acute-silence", "weekly", "acute,silence", "84")]
    [InlineData("daily", "daily", "worsening,persistent", "28")]
    [InlineData("daily-persistent-10.5", "daily", "persistent", "10.5")]
    [InlineData("daily-silence", "daily", "silence", "84")]
    public void Score_prints_what_the_guidances_scorer_prints(
        string expected,
        string cadence,
        string kinds,
        string horizonDays
    )
    {
        var cohort = TrainingCohort.Folder(cadence);
        var (participants, checkIns) = (Path.Combine(cohort, "participants.csv"), Path.Combine(cohort, "checkins.csv"));
        var alerts = File(
            "alerts.jsonl",
            Succeeds("backtest", "--checkins", checkIns, "--cadence", cadence, "--settings", FirstDefault)
        );
        Assert.Equal(
            System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "scores", $"{expected}.json")),
            Succeeds(
                "score",
                "--participants",
                participants,
                "--checkins",
                checkIns,
                "--alerts",
                alerts,
                "--kinds",
                kinds,
                "--horizon-days",
                horizonDays
            )
        );
    }

    [Fact]
    public void A_silence_that_still_runs_is_found_as_of_an_instant()
    {
        var checkIns = File("checkins.csv", $"{CheckInFile.Header}\r\nana,2026-01-05T20:00:00+11:00,7,\r\n");
        Assert.Empty(Succeeds("backtest", "--checkins", checkIns, "--cadence", "weekly"));

        var alert = JsonDocument
            .Parse(
                Succeeds("backtest", "--checkins", checkIns, "--cadence", "weekly", "--as-of", "2026-02-01T00:00:00Z")
            )
            .RootElement;
        Assert.Equal("2026-01-20T09:00:00Z", alert.GetProperty("alert_at").GetString());
        Assert.Equal("No check-in for 15 days after a rating of 7.", alert.GetProperty("explanation").GetString());
    }

    [Fact]
    public void Check_ins_after_the_instant_are_left_out_aloud()
    {
        var checkIns = File(
            "checkins.csv",
            $"{CheckInFile.Header}\nana,2026-01-05T09:00:00Z,7,\nana,2026-03-01T09:00:00Z,9,\n"
        );
        var run = Run("backtest", "--checkins", checkIns, "--cadence", "weekly", "--as-of", "2026-02-01T00:00:00Z");
        Assert.Equal((0, "wellbeing: 1 check-ins after --as-of were not read\n"), (run.ExitCode, run.Error));
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_bad_row_is_refused_in_one_line_with_exit_code_2_and_no_output()
    {
        var checkIns = File(
            "checkins.csv",
            $"{CheckInFile.Header}\nana,2026-01-05T20:00:00Z,7,\nana,2026-01-12T20:00:00Z,eight,\n"
        );
        var run = Run("backtest", "--checkins", checkIns, "--cadence", "weekly");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"wellbeing: {checkIns}: line 3, column 26: intensity: expected a whole number from 0 to 10; found \"eight\"\n",
            run.Error
        );
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_by_line_and_column()
    {
        var checkIns = File("checkins.csv", "");
        System.IO.File.WriteAllBytes(
            checkIns,
            [
                .. Encoding.UTF8.GetBytes($"{CheckInFile.Header}\nana,2026-01-05T20:00:00Z,7,\nzoë"),
                0xE9,
                .. ",2026-01-12T20:00:00Z,8,\n"u8,
            ]
        );
        var run = Run("backtest", "--checkins", checkIns, "--cadence", "weekly");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"wellbeing: {checkIns}: line 3, column 4: expected UTF-8 text; found bytes that are not\n",
            run.Error
        );
    }

    [Fact]
    public void Every_constant_is_explained_with_its_source()
    {
        var rows = Succeeds("settings", "--explain").Split('\n');
        Assert.Equal(
            SettingsCatalogue
                .All.Select(setting => setting.Key.Split('.') is [var rule, _, var name] ? $"{rule}.{name}" : "")
                .Distinct(),
            rows.Where(row => row.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.Split('`')[1])
        );
        Assert.All(
            SettingsCatalogue.All.Select(setting => setting.Source).Distinct(),
            source => Assert.Contains(rows, row => row.EndsWith($". {source}.", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData(
        "wellbeing: --cadence: expected one of daily, weekly, fortnightly, monthly; found \"hourly\"\n",
        "backtest",
        "--checkins",
        "x",
        "--cadence",
        "hourly"
    )]
    [InlineData(
        "wellbeing: --cadence: expected one of daily, weekly, fortnightly, monthly; found \"1\"\n",
        "backtest",
        "--checkins",
        "x",
        "--cadence",
        "1"
    )]
    [InlineData(
        "wellbeing: no-such.csv: no such file\n",
        "backtest",
        "--checkins",
        "no-such.csv",
        "--cadence",
        "daily"
    )]
    [InlineData("wellbeing: Option '--checkins' is required.\n", "backtest", "--cadence", "daily")]
    [InlineData(
        "wellbeing: --as-of: expected an instant such as 2025-01-31T09:30:00Z; found \"2025-01-31\"\n",
        "backtest",
        "--checkins",
        "x",
        "--cadence",
        "daily",
        "--as-of",
        "2025-01-31"
    )]
    [InlineData(
        "wellbeing: --people: expected 1 or more\n",
        "simulate",
        "--seed",
        "1",
        "--cadence",
        "daily",
        "--people",
        "0",
        "--out",
        "x"
    )]
    public void What_an_operator_gets_wrong_is_said_in_one_line(string error, params string[] arguments)
    {
        var run = Run(arguments);
        Assert.Equal((2, "", error), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Settings_are_printed_changed_and_used()
    {
        var checkIns = File("checkins.csv", $"{CheckInFile.Header}\nana,2026-01-05T20:00:00Z,8,\n");
        var published = Succeeds("settings");
        Assert.Equal(DetectionSettings.Default, DetectionJson.ReadSettings(published));
        var changed = SettingsCatalogue
            .All.Single(setting => setting.Key == "acute.weekly.minimumIntensity")
            .With(DetectionSettings.Default, 8);

        Assert.Empty(
            Succeeds(
                "backtest",
                "--checkins",
                checkIns,
                "--cadence",
                "weekly",
                "--settings",
                File("settings.json", published)
            )
        );
        Assert.Contains(
            "\"acute\"",
            Succeeds(
                "backtest",
                "--checkins",
                checkIns,
                "--cadence",
                "weekly",
                "--settings",
                File("settings.json", DetectionJson.Write(changed))
            ),
            StringComparison.Ordinal
        );

        var impossible = SettingsCatalogue
            .All.Single(setting => setting.Key == "acute.weekly.minimumIntensity")
            .With(DetectionSettings.Default, 11);
        var run = Run(
            "backtest",
            "--checkins",
            checkIns,
            "--cadence",
            "weekly",
            "--settings",
            File("settings.json", DetectionJson.Write(impossible))
        );
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith(
            "settings.json: acute.weekly.minimumIntensity is 11; it must be from 7 to 10 (points).\n",
            run.Error,
            StringComparison.Ordinal
        );
    }

    /// <summary>As an installation stored them before P counted days: what they compute stays what it was.</summary>
    private static string FirstDefault =>
        Path.Combine(AppContext.BaseDirectory, "Data", "settings", "first-default.json");

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static string Succeeds(params string[] arguments)
    {
        var run = Run(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "wellbeing.dll"), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
