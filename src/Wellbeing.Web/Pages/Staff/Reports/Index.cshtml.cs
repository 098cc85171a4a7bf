using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Reports;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.Reports;

/// <summary>How well the team closes the loop: numbers that name nobody.</summary>
[Authorize(Policy = Policies.Staff)]
public sealed class IndexModel(ISender sender, TeamTime time) : ReportPage(sender, time)
{
    public const string Small = "under 5";

    private static readonly string[] _weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public Report Report { get; private set; } = null!;

    /// <summary>Thresholds that administrators try out, for nurses, who see whom they would flag.</summary>
    public IReadOnlyList<ThresholdDraft> Drafts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Cohorts = await Sender.Send(new ListCohorts(Me), cancellationToken);
        Report = await Ask(cancellationToken);
        if (Me.Is(Roles.Nurse))
            Drafts = await Sender.Send(new ListThresholdDrafts(Me), cancellationToken);
        (From, To) = (Report.From, Report.To);
    }

    /// <summary>The same numbers as rows: section, what, of whom, value.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        var report = await Ask(cancellationToken);
        return await Csv(Rows(report), "report", report.From, report.To, cancellationToken);
    }

    public override ReportPeriod Period => new("/Staff/Reports", Report.From, Report.To, Cohort, Cohorts);

    /// <summary>For nurses, who may see answers; else null.</summary>
    public string? AnswersHref => Me.Is(Roles.Nurse) ? Href("/Staff/Reports/Questions", Report.From, Report.To) : null;

    /// <summary>The last so many weeks, up to today.</summary>
    public string Preset(int weeks) => Href(Period.Page, Today.AddDays(1 - (7 * weeks)), Today);

    public static string Of(int? count) => count?.ToString("N0", TeamTime.English) ?? Small;

    public static string Of(Share share) =>
        share.Value?.ToString("P0", TeamTime.English) ?? (share.Of == 0 ? "none yet" : "too few to tell");

    /// <param name="fewer">What is true where fewer than that share were ever answered.</param>
    public static string Of(TimeSpan? span, int? of, string fewer) =>
        span is { } s
            ? TeamTime.Span(s)
            : of switch
            {
                null => "too few to tell",
                0 => "none yet",
                _ => fewer,
            };

    /// <summary>What a share is of, and what is left out of it.</summary>
    /// <param name="one">The noun: <c>flag</c>.</param>
    public static string Judged(Share share, string one) =>
        share.Of switch
        {
            null => $"fewer than {Report.SmallestCount} {one}s to judge by",
            0 => $"no {one}’s time has run out yet",
            var judged => $"of {StaffWords.Count(judged.Value, one)}; those still within their time are not counted",
        };

    public BarChart ByWeek =>
        new()
        {
            Title = "Flags by week",
            Summary =
                Report.FlagsRaised == 0
                    ? "No flag was raised."
                    : $"{(Report.FlagsRaised == 1 ? "1 flag was" : $"{Of(Report.FlagsRaised)} flags were")} raised from {Report.From.ToString("d MMMM", TeamTime.English)} to {Report.To.ToString("d MMMM", TeamTime.English)}.{Left(" A week with fewer than 5 has no bar.")}",
            FirstName = "Flags raised",
            Bars =
            [
                .. Report.Weeks.Select(week => new Bar(week.Monday.ToString("d MMM", TeamTime.English), week.Raised)),
            ],
        };

    public BarChart ByWeekday => Workload("By weekday", Report.Weekdays, _weekdays);

    public BarChart ByHour =>
        Workload(
            "By hour of the day",
            Report.Hours,
            [.. Enumerable.Range(0, 24).Select(hour => hour.ToString(CultureInfo.InvariantCulture))]
        );

    public static string Weekday(int bucket) => _weekdays[bucket];

    /// <summary>Of a cohort small numbers are left out; of the whole team they are told.</summary>
    private string Left(string sentence) => Cohort is null ? "" : sentence;

    private BarChart Workload(string title, IReadOnlyList<Load> loads, string[] labels)
    {
        var busiest = loads.MaxBy(load => (load.Flags ?? 0) + (load.Attempts ?? 0));
        return new BarChart
        {
            Title = title,
            Summary =
                busiest is { Flags: > 0 } or { Attempts: > 0 }
                    ? $"Busiest: {labels[busiest.Bucket]}.{Left(" Fewer than 5 have no bar.")}"
                : Cohort is null ? "Nothing yet."
                : "Too few to tell.",
            FirstName = "Flags raised",
            SecondName = "Contact attempts",
            Bars = [.. loads.Select(load => new Bar(labels[load.Bucket], load.Flags, load.Attempts))],
        };
    }

    private Task<Report> Ask(CancellationToken cancellationToken) =>
        Sender.Send(new GetReport(Me, Asked.From, Asked.To, Cohort), cancellationToken);

    private sealed record Row(string Section, string Measure, string Of, string Value);

    private static IEnumerable<Row> Rows(Report report)
    {
        static string Number(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "<5";
        static string Part(Share share) => share.Value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
        static string Hours(TimeSpan? span) => span?.TotalHours.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

        yield return new("closure", "share answered in time and closed with an outcome", "flags", Part(report.Closure));
        yield return new("closure", "share acted on", "flags", Part(report.Actioned));
        yield return new("closure", "raised", "flags", Number(report.FlagsRaised));
        yield return new(
            "closure",
            "raised a week",
            "flags",
            report.FlagsAWeek?.ToString("0.00", CultureInfo.InvariantCulture) ?? ""
        );
        yield return new("closure", "repeats within 28 days of the last", "flags", Number(report.Repeats));
        yield return new("completion", "share answered", "prompts", Part(report.Completion));
        foreach (var line in report.Rules)
        {
            yield return new("rules", "flags", line.Rule.ToString(), Number(line.Flags));
            yield return new("rules", "precision", line.Rule.ToString(), Part(line.Precision));
            foreach (var (outcome, count) in line.Outcomes)
                yield return new("rules", $"outcome {outcome}", line.Rule.ToString(), Number(count));
        }

        foreach (
            var (name, timings) in new[] { ("to acknowledge", report.ToAcknowledge), ("to reach", report.ToReach) }
        )
        {
            foreach (var timing in timings)
            {
                yield return new(name, "median hours", timing.Severity.ToString(), Hours(timing.Median));
                yield return new(
                    name,
                    "90th percentile hours",
                    timing.Severity.ToString(),
                    Hours(timing.NinetiethPercentile)
                );
                yield return new(name, "share within target", timing.Severity.ToString(), Part(timing.Met));
            }
        }

        foreach (var load in report.Weekdays)
        {
            yield return new("workload by weekday", "flags", _weekdays[load.Bucket], Number(load.Flags));
            yield return new("workload by weekday", "contact attempts", _weekdays[load.Bucket], Number(load.Attempts));
        }

        foreach (var load in report.Hours)
        {
            yield return new(
                "workload by hour",
                "flags",
                load.Bucket.ToString(CultureInfo.InvariantCulture),
                Number(load.Flags)
            );
            yield return new(
                "workload by hour",
                "contact attempts",
                load.Bucket.ToString(CultureInfo.InvariantCulture),
                Number(load.Attempts)
            );
        }

        yield return new("silence", "flags", "people", Number(report.Silence.Flags));
        yield return new("silence", "missed", "prompts", Number(report.Silence.Missed));
        yield return new("silence", "not delivered", "prompts", Number(report.Silence.NotDelivered));
        yield return new("silence", "taken by telephone", "check-ins", Number(report.Silence.ByPhone));
        yield return new("reading", "share read within two working days", "check-ins", Part(report.Reading.InTime));
        yield return new("reading", "not read yet", "check-ins", Number(report.Reading.Waiting));
        yield return new("reading", "waiting too long", "check-ins", Number(report.Reading.Late));
        yield return new("reading", "notes sent back", "check-ins", Number(report.Reading.Notes));
        foreach (var week in report.Reading.Weeks)
            yield return new(
                "reading",
                "share read within two working days",
                week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Part(week.InTime)
            );
        foreach (var week in report.Weeks)
        {
            var monday = week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            yield return new("weeks", "raised", monday, Number(week.Raised));
            yield return new("weeks", "share answered in time and closed with an outcome", monday, Part(week.Closure));
        }
    }
}
