using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.Cohorts;
using Wellbeing.App.Features.Reports;
using Wellbeing.Web.Components;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.Reports;

/// <summary>How many people gave which answer to the questions that the organisation added. For nurses: administrators see no answers.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class QuestionsModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    [BindProperty(SupportsGet = true)] public DateOnly? From { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? To { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Cohort { get; set; }

    public ExtraAnswersReport Report { get; private set; } = null!;

    public IReadOnlyList<CohortRow> Cohorts { get; private set; } = [];

    public string CsvHref => string.Create(
        CultureInfo.InvariantCulture, $"/Staff/Reports/Questions?from={Report.From:yyyy-MM-dd}&to={Report.To:yyyy-MM-dd}{(Cohort is { } cohort ? $"&cohort={cohort:D}" : "")}&handler=Csv");

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Cohorts = await Sender.Send(new ListCohorts(Me), cancellationToken);
        Report = await Ask(cancellationToken);
    }

    /// <summary>The same numbers: an answer a row.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        var report = await Ask(cancellationToken);
        var bytes = new MemoryStream();
        await using (var writer = new StreamWriter(bytes, leaveOpen: true))
        // A question may begin with a sign that a spreadsheet takes for a formula.
        await using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }))
        {
            await csv.WriteRecordsAsync(
                report.Questions.SelectMany(q => q.Lines, (q, line) => new Row(q.Question.English.Legend, line.Answer ?? "(passed by)", Number(line.People), line.People is null ? "" : Number(line.Answers))),
                cancellationToken);
        }

        return File(bytes.ToArray(), "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"answers-{report.From:yyyy-MM-dd}-{report.To:yyyy-MM-dd}.csv"));

        static string Number(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "<5";
    }

    private Task<ExtraAnswersReport> Ask(CancellationToken cancellationToken)
    {
        var to = To ?? time.Today;
        return Sender.Send(new GetExtraAnswers(Me, From ?? to.AddDays(1 - 28), to, Cohort), cancellationToken);
    }

    private sealed record Row(string Question, string Answer, string People, string TimesGiven);
}
