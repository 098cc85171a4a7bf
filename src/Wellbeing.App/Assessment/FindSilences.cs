using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>Finds people who went silent after distress. A silence is found once for the check-in it
/// followed.</summary>
[AllowedTo(Roles.System)]
public sealed record FindSilences(Actor By) : IRequest<int>, IActed;

internal sealed class FindSilencesHandler(
    WellbeingDb db,
    SeriesReader series,
    GuidanceInForce guidance,
    FlagRaiser flags,
    HeldWork held,
    TimeProvider clock
) : IRequestHandler<FindSilences, int>
{
    // Wider than any setting allows: they only keep the sweep from reading everybody. What counts is Detection's to
    // say.
    private static readonly TimeSpan _shortestSilence = TimeSpan.FromDays(1);
    private static readonly TimeSpan _longestSilence = TimeSpan.FromDays(365);
    private static readonly TimeSpan _longestFreshness = TimeSpan.FromDays(180);

    /// <returns>How many silences were found.</returns>
    public async Task<int> Handle(FindSilences request, CancellationToken cancellationToken)
    {
        // In a backup, somebody who has checked in since looks silent.
        if (await held.BeforeUtc(cancellationToken) is not null)
            return 0;
        var now = clock.GetUtcNow().UtcDateTime;
        var settings = await guidance.Settings(cancellationToken);
        var (before, after) = (now - _shortestSilence, now - _longestSilence);
        var fresh = after - _longestFreshness;
        var rules = settings.Detection.Silence;
        var distress = new[] { rules.Daily, rules.Weekly, rules.Fortnightly, rules.Monthly }.Min(r =>
            r.MinimumIntensity
        );
        var last = await db
            .Participants.AsNoTracking()
            .Where(p =>
                p.ClosedAtUtc == null
                && p.AskingStoppedAtUtc == null
                && (p.PausedUntilUtc == null || p.PausedUntilUtc < now || p.PausedFromUtc > now)
            )
            .Select(p => new
            {
                p.Id,
                Last = db
                    .CheckIns.Where(c => c.ParticipantId == p.Id)
                    .OrderByDescending(c => c.SubmittedAtUtc)
                    .Select(c => new
                    {
                        c.Id,
                        c.SubmittedAtUtc,
                        c.Intensity,
                    })
                    .FirstOrDefault(),
            })
            .Where(p =>
                p.Last != null
                && p.Last.SubmittedAtUtc < before
                && p.Last.SubmittedAtUtc > after
                && (
                    p.Last.Intensity == null
                    || p.Last.Intensity >= distress
                    || db.FlagFindings.Any(f => f.ParticipantId == p.Id && f.FoundAtUtc > fresh)
                )
                && !db.FlagFindings.Any(f =>
                    f.ParticipantId == p.Id && f.Rule == Rule.Silence && f.SourceId == p.Last.Id
                )
            )
            .ToDictionaryAsync(p => p.Id, p => p.Last!.Id, cancellationToken);

        if (last.Count == 0)
            return 0;
        var said = await db.SaidBefore(now, cancellationToken);
        return await Sweep.Each(
            db,
            [.. last.Keys],
            async id =>
            {
                var participant = await db.Participants.SingleAsync(p => p.Id == id, cancellationToken);
                // Somebody who had asked not to be asked is given the rule's whole time again before it counts.
                var patience = TimeSpan.FromDays(rules.For(participant.Schedule.Cadence).AfterDays);
                if (participant.PausedUntilUtc > now - patience && !(participant.PausedFromUtc > now))
                    return false;
                // Whoever said it since has been heard from.
                var before =
                    said.GetValueOrDefault(id) is { } cry && cry.AtUtc <= now - patience
                        ? cry.What
                        : (SilenceAfter?)null;
                if (
                    Detector.AssessSilence(
                        await series.Of(participant, cancellationToken),
                        now,
                        settings.Detection,
                        before
                    )
                    is not { } silence
                )
                    return false;

                await flags.RaiseOrJoin(
                    participant,
                    [new NewFinding(silence.Rule, silence.Severity, last[id], silence.Evidence)],
                    settings,
                    now,
                    cancellationToken
                );
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );
    }
}
