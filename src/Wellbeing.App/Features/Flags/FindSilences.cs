using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.App.Features.Guidance;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Flags;

/// <summary>Finds people who went silent after distress. A silence is found once for the check-in it followed.</summary>
[AllowedTo(Roles.System)]
public sealed record FindSilences(Actor By) : IRequest<int>, IActed;

internal sealed class FindSilencesHandler(WellbeingDb db, GuidanceInForce guidance, FlagRaiser flags, TimeProvider clock)
    : IRequestHandler<FindSilences, int>
{
    // No cadence's rule counts a silence shorter than this; it only keeps the sweep from reading everybody.
    private static readonly TimeSpan _shortestSilence = TimeSpan.FromDays(1);
    private static readonly TimeSpan _longestSilence = TimeSpan.FromDays(120);

    /// <returns>How many silences were found.</returns>
    public async Task<int> Handle(FindSilences request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var settings = await guidance.Settings(cancellationToken);
        var (before, after) = (now - _shortestSilence, now - _longestSilence);
        var candidates = await db.Participants.AsNoTracking()
            .Where(p => p.ClosedAtUtc == null && (p.PausedUntilUtc == null || p.PausedUntilUtc < now))
            .Select(p => new
            {
                p.Id,
                Last = db.CheckIns.Where(c => c.ParticipantId == p.Id).OrderByDescending(c => c.SubmittedAtUtc)
                    .Select(c => new { c.Id, c.SubmittedAtUtc }).FirstOrDefault(),
            })
            .Where(p => p.Last != null && p.Last.SubmittedAtUtc < before && p.Last.SubmittedAtUtc > after
                && !db.FlagFindings.Any(f => f.ParticipantId == p.Id && f.Rule == Rule.Silence && f.SourceId == p.Last.Id))
            .ToListAsync(cancellationToken);

        var found = 0;
        foreach (var candidate in candidates)
        {
            db.StartOver();
            var participant = await db.Participants.SingleAsync(p => p.Id == candidate.Id, cancellationToken);
            var series = new Series(participant.Schedule.Cadence, await db.CheckIns.Observations(candidate.Id).ToListAsync(cancellationToken));
            if (Detector.AssessSilence(series, now, settings.Detection) is not { } silence) continue;

            await flags.Join(participant, [new Found(silence.Rule, silence.Severity, candidate.Last!.Id, silence.Evidence)], settings, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            found++;
        }

        return found;
    }
}
