using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;

namespace Wellbeing.App.Reports;

/// <summary>
/// How many people gave which answer to each scale and choice that the organisation added. It names nobody, and an
/// answer of fewer than <see cref="Report.SmallestCount"/> people is left out. For whoever may see ratings:
/// administrators may not.
/// </summary>
/// <param name="From">First day, in the team's zone.</param>
/// <param name="To">Last day, inclusive; at most <see cref="GetReport.MostDays"/> after
/// <paramref name="From"/>.</param>
/// <param name="CohortId">Only these people; null for everybody.</param>
[AllowedTo(Roles.Nurse)]
public sealed record GetExtraAnswers(Actor By, DateOnly From, DateOnly To, Guid? CohortId = null)
    : IRequest<ExtraAnswersReport>,
        IActed;

/// <param name="Questions">Those asked now, in the order asked, then those asked in the period and no more.</param>
public sealed record ExtraAnswersReport(DateOnly From, DateOnly To, IReadOnlyList<ExtraAnswersTable> Questions);

/// <param name="People">How many people answered or passed it by; null where a line is left out, since the others would
/// tell it.</param>
/// <param name="Lines">An answer a line, in the order offered; the last is for those who passed it by.</param>
public sealed record ExtraAnswersTable(ExtraQuestion Question, int? People, IReadOnlyList<ExtraAnswersLine> Lines);

/// <param name="Answer">In English; null for passing the question by.</param>
/// <param name="Answers">How often it was given; null where <paramref name="People"/> is.</param>
/// <param name="People">How many people gave it; null from 1 to less than <see cref="Report.SmallestCount"/>.</param>
public sealed record ExtraAnswersLine(string? Answer, int? Answers, int? People);

internal sealed class GetExtraAnswersHandler(WellbeingDb db, QuestionBook questions, TeamZone team, TimeProvider clock)
    : IRequestHandler<GetExtraAnswers, ExtraAnswersReport>
{
    /// <summary>Where a scale or a choice has its answers from 0 and from 1 on, this is no answer.</summary>
    private const int Passed = -1;

    public async Task<ExtraAnswersReport> Handle(GetExtraAnswers request, CancellationToken cancellationToken)
    {
        var (to, fromUtc, toUtc) = GetReportHandler.Period(request.From, request.To, team.Id);
        db.Audit(
            request.By,
            AuditActions.ReportViewed,
            clock.GetUtcNow().UtcDateTime,
            detail: new ReportDetail(ReportPart.Answers)
        );
        await db.SaveChangesAsync(cancellationToken);

        // The newest version holds every question there ever was; what can be answered never changes.
        var plan = await questions.Of(await questions.VersionInForce(cancellationToken), cancellationToken);
        var counted = plan
            .Extras.Where(e => e.Kind != ExtraKind.Text)
            .ToDictionary(e => e.Number, _ => new Dictionary<int, (int Answers, HashSet<Guid> People)>());
        if (counted.Count == 0)
            return new ExtraAnswersReport(request.From, to, []);

        // Of everybody, by cohort: what may be told of one depends on the others.
        var cohorts = await db.Participants.ToDictionaryAsync(p => p.Id, p => p.CohortId, cancellationToken);
        var counting = new Counting(request.CohortId);
        var sealedOnes = db
            .CheckIns.Where(c => c.SubmittedAtUtc >= fromUtc && c.SubmittedAtUtc < toUtc && c.SealedExtras != null)
            .Select(c => new { c.ParticipantId, c.SealedExtras });
        await foreach (var checkIn in sealedOnes.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var (number, answer) in questions.OpenCountable(checkIn.SealedExtras))
            {
                if (!counted.TryGetValue(number, out var lines))
                    continue;
                foreach (var given in Given(answer))
                {
                    var (answers, who) = lines.GetValueOrDefault(given, (0, []));
                    who.Add(checkIn.ParticipantId);
                    if (request.CohortId is null || cohorts[checkIn.ParticipantId] == request.CohortId)
                        answers++;
                    lines[given] = (answers, who);
                }
            }
        }

        var tables = plan.Said(plan.Extras.ToDictionary(e => e.Number, _ => ExtraAnswer.Skipped))
            .Select(e => e.Question)
            .Where(e =>
                counted.TryGetValue(e.Number, out var lines) && (!e.Retired || lines.Values.Any(l => l.Answers > 0))
            );
        return new ExtraAnswersReport(request.From, to, [.. tables.Select(e => Table(e, counted[e.Number], PeopleOf))]);

        int? PeopleOf(IEnumerable<Guid> who) =>
            counting.OfPeople(Tally.Of(who.Select(p => cohorts.GetValueOrDefault(p))));
    }

    private static IEnumerable<int> Given(ExtraAnswer answer) =>
        answer.Scale is { } points ? [points]
        : answer.Choices is { Count: > 0 } chosen ? chosen
        : [Passed];

    private static ExtraAnswersTable Table(
        ExtraQuestion question,
        Dictionary<int, (int Answers, HashSet<Guid> People)> counted,
        Func<IEnumerable<Guid>, int?> told
    )
    {
        IEnumerable<(int Given, string? Answer)> offered =
            question.Kind == ExtraKind.Scale
                ? Enumerable
                    .Range(0, 11)
                    .Select(points => (points, (string?)points.ToString(CultureInfo.InvariantCulture)))
                : question.English.Choices.Select((choice, i) => (i + 1, (string?)choice));
        var lines = offered
            .Append((Passed, null))
            .Select(o =>
            {
                var (answers, who) = counted.GetValueOrDefault(o.Given, (0, []));
                var shown = told(who);
                return new ExtraAnswersLine(o.Answer, shown is null ? null : answers, shown);
            })
            .ToList();
        var everybody = counted.Values.SelectMany(c => c.People).Distinct();
        return new ExtraAnswersTable(question, lines.Any(l => l.People is null) ? null : told(everybody), lines);
    }
}
