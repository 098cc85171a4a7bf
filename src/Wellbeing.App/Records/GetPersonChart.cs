using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>How somebody has been over a stretch of time, and what was made of it.</summary>
/// <param name="Days">How far back; null for everything.</param>
[AllowedTo(Roles.Nurse)]
public sealed record GetPersonChart(Actor By, Guid ParticipantId, int? Days) : IRequest<PersonChart?>, IActed;

/// <param name="From">The first day shown, in the person's zone.</param>
/// <param name="CheckIns">Newest first, words opened.</param>
/// <param name="UsualLevels">What each rating was measured against, oldest first.</param>
/// <param name="StrongFrom">Ratings from here on count as strong.</param>
/// <param name="StrongImpactFrom">Impact on daily life from here on counts as affecting it.</param>
/// <param name="VeryHighFrom">One rating from here on raises a flag by itself.</param>
/// <param name="Found">What detection found in this time, newest first.</param>
/// <param name="Missed">Days on which they were asked and did not answer.</param>
public sealed record PersonChart(
    DateOnly From,
    DateOnly To,
    IReadOnlyList<CheckInView> CheckIns,
    IReadOnlyList<DatedLevel> UsualLevels,
    int StrongFrom,
    int StrongImpactFrom,
    int VeryHighFrom,
    IReadOnlyList<FoundView> Found,
    IReadOnlyList<DateOnly> FlagsRaised,
    IReadOnlyList<DatedContact> Contacts,
    IReadOnlyList<DateOnly> Missed
);

public sealed record DatedLevel(DateOnly On, double Points);

public sealed record DatedContact(DateOnly On, bool Reached);

/// <param name="On">The day of the check-in it was found at, or of the silence.</param>
public sealed record FoundView(Guid FlagId, DateOnly On, FindingView Finding);

internal sealed class GetPersonChartHandler(
    WellbeingDb db,
    SeriesReader series,
    ThresholdsInForce thresholds,
    Explanations explanations,
    SealedText text,
    QuestionBook questions,
    FindingSureness sureness,
    TimeProvider clock
) : IRequestHandler<GetPersonChart, PersonChart?>
{
    public async Task<PersonChart?> Handle(GetPersonChart request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db
                .Participants.AsNoTracking()
                .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } person
        )
            return null;
        var to = On(now);
        var since = request.Days is { } days
            ? TimeZones.StartOf(to.AddDays(1 - Math.Max(1, days)), person.TimeZone)
            : DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

        var checkIns = await db
            .CheckIns.Where(c => c.ParticipantId == person.Id && c.SubmittedAtUtc >= since)
            .OrderByDescending(c => c.SubmittedAtUtc)
            .ToListAsync(cancellationToken);
        var told = ShownInFull.Read(await questions.Views(checkIns, cancellationToken), checkIns, request.By, now);
        var flags = await db
            .Flags.AsNoTracking()
            .Include(f => f.Findings)
            .Include(f => f.ContactAttempts)
            .AsSplitQuery()
            .Where(f => f.ParticipantId == person.Id)
            .ToListAsync(cancellationToken);
        var missed = await db
            .Prompts.AsNoTracking()
            .Where(p => p.ParticipantId == person.Id && p.State == PromptState.Missed && p.DueAtUtc >= since)
            .OrderBy(p => p.DueAtUtc)
            .Select(p => p.DueLocalDate)
            .ToListAsync(cancellationToken);
        var cadence = person.Schedule.Cadence;
        var settings = (await thresholds.Settings(cancellationToken)).Detection;
        var every = await db
            .ThresholdOverrides.AsNoTracking()
            .Where(o => o.ParticipantId == person.Id)
            .ToListAsync(cancellationToken);
        var own = every.Where(o => o.HoldsAt(now)).ToDictionary(o => o.Threshold, o => o.Value);
        var levels = Detector.UsualLevels(await series.Of(person, cancellationToken), settings);

        var sure = await sureness.Of(
            flags.SelectMany(f => f.Findings).Where(f => f.FoundAtUtc >= since),
            cadence,
            cancellationToken
        );

        db.Audit(request.By, AuditActions.CheckInsViewed, now, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new PersonChart(
            request.Days is null
                ? checkIns.Count == 0
                    ? to
                    : checkIns[^1].LocalDate
                : On(since),
            to,
            told,
            [.. levels.Where(l => l.AtUtc >= since).Select(l => new DatedLevel(On(l.AtUtc), l.Points))],
            (int)own.GetValueOrDefault(OwnThreshold.StrongFrom, settings.Persistent.For(cadence).MinimumIntensity),
            (int)own.GetValueOrDefault(OwnThreshold.ImpactFrom, settings.Persistent.For(cadence).MinimumFunctioning),
            settings.Acute.For(cadence).MinimumIntensity,
            [
                .. flags
                    .SelectMany(f => f.Findings)
                    .Where(f => f.FoundAtUtc >= since)
                    .OrderByDescending(f => f.FoundAtUtc)
                    .ThenByDescending(f => f.Severity)
                    .Select(f => new FoundView(
                        f.FlagId,
                        On(f.FoundAtUtc),
                        new FindingView(
                            f.Rule,
                            f.Severity,
                            f.FoundAtUtc,
                            f.ThresholdsVersion,
                            explanations.Explain(f.Rule, f.Evidence, sure(f)),
                            f.Evidence,
                            explanations.ExplainToPerson(f.Rule, f.Evidence, person.Language, sure(f)),
                            text.Open(f.SealedReason)
                        )
                        {
                            Own = every.JudgedBy(f.Rule, f.FoundAtUtc, text),
                            Sure = sure(f),
                        }
                    )),
            ],
            [.. flags.Where(f => f.RaisedAtUtc >= since).Select(f => On(f.RaisedAtUtc)).Order()],
            [
                .. flags
                    .SelectMany(f => f.ContactAttempts)
                    .Where(a => a.AtUtc >= since)
                    .OrderBy(a => a.AtUtc)
                    .Select(a => new DatedContact(On(a.AtUtc), a.Reached)),
            ],
            missed
        );

        DateOnly On(DateTime at) => TimeZones.LocalDate(at, person.TimeZone);
    }
}
