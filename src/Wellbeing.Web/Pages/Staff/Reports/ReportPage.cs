using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.Web.Components;

namespace Wellbeing.Web.Pages.Staff.Reports;

/// <summary>What reports share: a period, a cohort, and the same numbers as a file.</summary>
public abstract class ReportPage(ISender sender, TeamTime time) : StaffPage(sender)
{
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Cohort { get; set; }

    public IReadOnlyList<CohortRow> Cohorts { get; protected set; } = [];

    /// <summary>The form above the report.</summary>
    public abstract ReportPeriod Period { get; }

    public string CsvHref => Href(Period.Page, Period.From, Period.To) + "&handler=Csv";

    protected DateOnly Today => time.Today;

    /// <summary>As asked for; else the last twelve weeks.</summary>
    protected (DateOnly From, DateOnly To) Asked => (From ?? (To ?? Today).AddDays(1 - (7 * 12)), To ?? Today);

    /// <summary>A report of this cohort.</summary>
    protected string Href(string page, DateOnly from, DateOnly to) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{page}?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}{(Cohort is { } cohort ? $"&cohort={cohort:D}" : "")}"
        );

    protected async Task<FileContentResult> Csv<T>(
        IEnumerable<T> rows,
        string name,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var bytes = new MemoryStream();
        await using (var writer = new StreamWriter(bytes, leaveOpen: true))
        // A question may begin with a sign that a spreadsheet takes for a formula.
        await using (
            var csv = new CsvWriter(
                writer,
                new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }
            )
        )
        {
            await csv.WriteRecordsAsync(rows, cancellationToken);
        }

        return File(
            bytes.ToArray(),
            "text/csv; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"{name}-{from:yyyy-MM-dd}-{to:yyyy-MM-dd}.csv")
        );
    }
}

/// <param name="Page">The report's own address.</param>
public sealed record ReportPeriod(
    string Page,
    DateOnly From,
    DateOnly To,
    Guid? Cohort,
    IReadOnlyList<CohortRow> Cohorts
);
