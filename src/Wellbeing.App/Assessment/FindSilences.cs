using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>Finds people who went silent after distress. A silence is found once for the check-in it followed, or for
/// the cry for help that was the last thing they let us hear.</summary>
[AllowedTo(Roles.System)]
public sealed record FindSilences(Actor By) : IRequest<int>, IActed;

internal sealed class FindSilencesHandler(
    WellbeingDb db,
    SeriesReader series,
    ThresholdsInForce thresholds,
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
        var settings = await thresholds.Settings(cancellationToken);
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

        var said = await db.SaidBefore(now, cancellationToken);
        var unheard = await UnheardSince(said, now, cancellationToken);
        return await Sweep.Each(
            db,
            [.. last.Keys.Union(unheard)],
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
                NewFinding? found = null;
                if (last.TryGetValue(id, out var checkIn))
                {
                    var silence = Detector.AssessSilence(
                        await series.Of(participant, cancellationToken),
                        now,
                        settings.Detection,
                        before
                    );
                    if (silence is not null)
                        found = new NewFinding(silence.Rule, silence.Severity, checkIn, silence.Evidence);
                }

                if (found is null && before is not null && unheard.Contains(id))
                    found = SilentSince(said[id], participant, patience, settings);
                if (found is null)
                    return false;

                await flags.RaiseOrJoin(participant, [found], settings, now, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Those who said it after their last check-in, or without one, and whose silence since was not found
    /// yet.</summary>
    private async Task<HashSet<Guid>> UnheardSince(
        IReadOnlyDictionary<Guid, SaidBefore> said,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var people = said.Where(s => s.Value.AtUtc < now - _shortestSilence).Select(s => s.Key).ToList();
        if (people.Count == 0)
            return [];
        var heard = await db
            .Participants.AsNoTracking()
            .Where(p =>
                people.Contains(p.Id)
                && p.ClosedAtUtc == null
                && p.AskingStoppedAtUtc == null
                && (p.PausedUntilUtc == null || p.PausedUntilUtc < now || p.PausedFromUtc > now)
            )
            .Select(p => new
            {
                p.Id,
                CheckIn = db.CheckIns.Where(c => c.ParticipantId == p.Id).Max(c => (DateTime?)c.SubmittedAtUtc),
                Silence = db
                    .FlagFindings.Where(f => f.ParticipantId == p.Id && f.Rule == Rule.Silence)
                    .Max(f => (DateTime?)f.FoundAtUtc),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. heard.Where(p => !(p.CheckIn >= said[p.Id].AtUtc) && !(p.Silence > said[p.Id].AtUtc)).Select(p => p.Id),
        ];
    }

    private static NewFinding SilentSince(
        SaidBefore cry,
        Participant participant,
        TimeSpan patience,
        ThresholdSettings settings
    ) =>
        new(
            Rule.Silence,
            settings.Detection.Severities.For(Rule.Silence),
            cry.FindingId,
            new SilenceEvidence(
                patience.TotalDays,
                LastIntensity: null,
                AfterFinding: false,
                TimeZones.LocalDate(cry.AtUtc, participant.TimeZone)
            )
            {
                After = cry.What,
                NoCheckInSince = true,
            }
        );
}
