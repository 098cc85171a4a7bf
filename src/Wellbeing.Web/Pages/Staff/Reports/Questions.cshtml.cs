using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.App.Reports;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.Reports;

/// <summary>How many people gave which answer to the questions that the organisation added. For nurses: administrators
/// see no answers.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class QuestionsModel(ISender sender, TeamTime time) : ReportPage(sender, time)
{
    public ExtraAnswersReport Report { get; private set; } = null!;

    public override ReportPeriod Period => new("/Staff/Reports/Questions", Report.From, Report.To, Cohort, Cohorts);

    /// <summary>How long an answer's bar is, 0 to 100: the answer that most people gave has the longest; fewer than 5
    /// have none.</summary>
    public static int Bar(ExtraAnswersLine line, ExtraAnswersTable of) =>
        line.People is { } people && of.Lines.Max(l => l.People) is > 0 and var most ? 100 * people / most : 0;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Cohorts = await Sender.Send(new ListCohorts(Me), cancellationToken);
        Report = await Ask(cancellationToken);
    }

    /// <summary>The same numbers: an answer a row.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        var report = await Ask(cancellationToken);
        return await Csv(
            report.Questions.SelectMany(
                q => q.Lines,
                (q, line) =>
                    new Row(
                        q.Question.English.Legend,
                        line.Answer ?? "(passed by)",
                        Number(line.People),
                        line.People is null ? "" : Number(line.Answers)
                    )
            ),
            "answers",
            report.From,
            report.To,
            cancellationToken
        );

        static string Number(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "<5";
    }

    private Task<ExtraAnswersReport> Ask(CancellationToken cancellationToken) =>
        Sender.Send(new GetExtraAnswers(Me, Asked.From, Asked.To, Cohort), cancellationToken);

    private sealed record Row(string Question, string Answer, string People, string TimesGiven);
}
