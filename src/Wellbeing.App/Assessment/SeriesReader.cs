using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>
/// The one place where somebody's check-ins become what detection looks at: with the instants from which their usual
/// level is learned anew, the level around their diagnosis, and thresholds of their own.
/// </summary>
public sealed class SeriesReader(WellbeingDb db)
{
    // News sinks in and treatment begins: what is felt in these days is what people remember as "when I was told".
    private static readonly TimeSpan _beforeDiagnosis = TimeSpan.FromDays(14);
    private static readonly TimeSpan _afterDiagnosis = TimeSpan.FromDays(42);
    private const int FewestRatingsAroundDiagnosis = 2;

    /// <summary>Everything stored of a person; a check-in that is not saved yet is the caller's to add.</summary>
    public async Task<Series> Of(Participant participant, CancellationToken cancellationToken) =>
        new(
            participant.Schedule.Cadence,
            await db.CheckIns.Observations(participant.Id).ToListAsync(cancellationToken),
            (await Restarts(participant.Id, cancellationToken)).Select(r => r.AtUtc),
            await LevelAtDiagnosis(participant.Id, cancellationToken),
            (
                await db
                    .ThresholdOverrides.AsNoTracking()
                    .Where(o => o.ParticipantId == participant.Id)
                    .ToListAsync(cancellationToken)
            ).Select(o => o.ToPersonal())
        );

    /// <summary>When usual levels begin anew: a nurse marked a new phase of treatment, or asked for it on resolving a
    /// flag.</summary>
    /// <param name="participantId">Null for everybody.</param>
    public async Task<IReadOnlyList<(Guid ParticipantId, DateTime AtUtc)>> Restarts(
        Guid? participantId,
        CancellationToken cancellationToken
    )
    {
        var phases = await db
            .TreatmentEvents.AsNoTracking()
            .Where(e =>
                e.StartsNewPhase
                && e.RemovedAtUtc == null
                && (participantId == null || e.ParticipantId == participantId)
            )
            .Select(e => new { e.ParticipantId, At = e.FromUtc })
            .ToListAsync(cancellationToken);
        var resolved = await db
            .Flags.AsNoTracking()
            .Where(f =>
                f.LearnsUsualAnew
                && f.ResolvedAtUtc != null
                && (participantId == null || f.ParticipantId == participantId)
            )
            .Select(f => new { f.ParticipantId, At = f.ResolvedAtUtc!.Value })
            .ToListAsync(cancellationToken);
        return [.. phases.Concat(resolved).Select(r => (r.ParticipantId, r.At))];
    }

    private async Task<double?> LevelAtDiagnosis(Guid participantId, CancellationToken cancellationToken)
    {
        var diagnosis = await db
            .TreatmentEvents.AsNoTracking()
            .Where(e =>
                e.ParticipantId == participantId && e.Kind == TreatmentEventKind.Diagnosis && e.RemovedAtUtc == null
            )
            .OrderBy(e => e.On)
            .Select(e => new { e.FromUtc, e.LevelThen })
            .FirstOrDefaultAsync(cancellationToken);
        if (diagnosis is null)
            return null;
        if (diagnosis.LevelThen is { } told)
            return told;

        var (from, to) = (diagnosis.FromUtc - _beforeDiagnosis, diagnosis.FromUtc + _afterDiagnosis);
        var ratings = await db
            .CheckIns.AsNoTracking()
            .Where(c =>
                c.ParticipantId == participantId
                && c.SubmittedAtUtc >= from
                && c.SubmittedAtUtc < to
                && c.Intensity != null
            )
            .Select(c => c.Intensity!.Value)
            .ToListAsync(cancellationToken);
        return ratings.Count < FewestRatingsAroundDiagnosis ? null : ratings.Average();
    }
}
