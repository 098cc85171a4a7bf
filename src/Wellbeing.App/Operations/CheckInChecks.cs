using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Operations;

/// <summary>
/// What surely calls for a human is in a flag. A request for contact and a rating near the top need no history to
/// judge, and no later change of schedule can make them look different; the other rules are recomputed by
/// <c>backtest</c>.
/// </summary>
internal static class CheckInChecks
{
    public static async Task Look(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var unanswered = await db
            .CheckIns.Where(c =>
                c.SubmittedAtUtc >= since
                && c.ContactMe
                && !db.FlagFindings.Any(f =>
                    f.ParticipantId == c.ParticipantId && f.Rule == Rule.ContactRequested && f.SourceId == c.Id
                )
            )
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in unanswered)
            look.Add(Invariants.Found, "check-in", id, "It asks for contact, and no flag says so.");

        await Acute(look, cancellationToken);

        await Unseen(look, cancellationToken);

        var twice = await db
            .FlagFindings.GroupBy(f => new
            {
                f.ParticipantId,
                f.Rule,
                f.SourceId,
                f.FlagId,
            })
            .Where(g => g.Count() > 1)
            .Select(g => g.Key.SourceId)
            .ToListAsync(cancellationToken);
        foreach (var id in twice)
            look.Add(Invariants.Found, "source", id, "The same thing was found twice.");

        var strangers = await db
            .FlagFindings.Where(f =>
                !db.Flags.Any(flag => flag.Id == f.FlagId && flag.ParticipantId == f.ParticipantId)
            )
            .Select(f => f.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in strangers)
            look.Add(Invariants.Found, "finding", id, "It is not in a flag of the person it is about.");

        var empty = await db
            .Flags.Where(f =>
                (f.State != FlagState.Resolved || f.RaisedAtUtc >= since) && !db.FlagFindings.Any(x => x.FlagId == f.Id)
            )
            .Select(f => f.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in empty)
            look.Add(Invariants.Found, "flag", id, "It holds no finding.");

        var submittedTwice = await db
            .CheckIns.Where(c =>
                c.SubmittedAtUtc >= since
                && db.CheckIns.Any(d =>
                    d.ParticipantId == c.ParticipantId && d.SubmissionId == c.SubmissionId && d.Id != c.Id
                )
            )
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in submittedTwice)
            look.Add(Invariants.Once, "check-in", id, "One submission was stored twice.");

        var unknown = await db
            .CheckIns.Where(c =>
                c.SubmittedAtUtc >= since && !db.ThresholdSettings.Any(g => g.Version == c.ThresholdsVersion)
            )
            .Select(c => c.Id)
            .Concat(
                db.FlagFindings.Where(f => !db.ThresholdSettings.Any(g => g.Version == f.ThresholdsVersion))
                    .Select(f => f.SourceId)
            )
            .ToListAsync(cancellationToken);
        foreach (var id in unknown)
            look.Add(Invariants.Settings, "check-in", id, "It was assessed under thresholds that do not exist.");
    }

    /// <summary>
    /// At every moment, whoever's latest rating is near the top, or who asked for contact, has an open flag, or one
    /// that was resolved after they said so.
    /// </summary>
    private static async Task Unseen(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        if (
            await db
                .ThresholdSettings.AsNoTracking()
                .OrderByDescending(g => g.Version)
                .FirstOrDefaultAsync(cancellationToken)
            is not { Detection.Acute: var acute }
        )
            return;
        var top = new[] { acute.Daily, acute.Weekly, acute.Fortnightly, acute.Monthly }.Max(a => a.MinimumIntensity);
        var unseen = await db
            .CheckIns.Where(c =>
                c.SubmittedAtUtc >= since
                && (
                    c.ContactMe
                    || (
                        c.Intensity >= top
                        && !db.CheckIns.Any(d =>
                            d.ParticipantId == c.ParticipantId
                            && d.Intensity != null
                            && d.SubmittedAtUtc > c.SubmittedAtUtc
                        )
                    )
                )
                && !db.Flags.Any(f =>
                    f.ParticipantId == c.ParticipantId
                    && (f.State != FlagState.Resolved || f.ResolvedAtUtc >= c.SubmittedAtUtc)
                )
            )
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in unseen)
            look.Add(
                Invariants.Found,
                "check-in",
                id,
                "It calls for somebody, and there is neither an open flag nor one that was resolved since."
            );
    }

    private static async Task Acute(InvariantCheck look, CancellationToken cancellationToken)
    {
        var (db, since) = (look.Db, look.SinceUtc);
        var rules = (await db.ThresholdSettings.AsNoTracking().ToListAsync(cancellationToken))
            .SelectMany(Acutes)
            .ToList();
        if (rules.Count == 0)
            return;

        // The most cautious of all settings ever in force: what it calls acute, every one of them did.
        var (top, low, quiet) = (
            rules.Max(r => r.MinimumIntensity),
            rules.Min(r => r.MinimumIntensity),
            TimeSpan.FromDays(rules.Max(r => r.QuietDays))
        );
        var candidates = await db
            .CheckIns.AsNoTracking()
            .Where(c =>
                c.SubmittedAtUtc >= since
                && c.Intensity >= top
                && !db.FlagFindings.Any(f =>
                    f.ParticipantId == c.ParticipantId && f.SourceId == c.Id && f.Rule == Rule.Acute
                )
                && !db.FindingRepeats.Any(r =>
                    r.ParticipantId == c.ParticipantId && r.SourceId == c.Id && r.Rule == Rule.Acute
                )
            )
            .Select(c => new
            {
                c.Id,
                c.ParticipantId,
                c.SubmittedAtUtc,
            })
            .ToListAsync(cancellationToken);
        foreach (var candidate in candidates)
        {
            var after = candidate.SubmittedAtUtc - quiet;
            if (
                !await db.CheckIns.AnyAsync(
                    c =>
                        c.ParticipantId == candidate.ParticipantId
                        && c.SubmittedAtUtc >= after
                        && c.SubmittedAtUtc <= candidate.SubmittedAtUtc
                        && c.Id != candidate.Id
                        && c.Intensity >= low,
                    cancellationToken
                )
            )
            {
                look.Add(
                    Invariants.Found,
                    "check-in",
                    candidate.Id,
                    "Its rating is near the top, and no flag says so."
                );
            }
        }

        static IEnumerable<AcuteSettings> Acutes(ThresholdSettings settings) =>
            [
                settings.Detection.Acute.Daily,
                settings.Detection.Acute.Weekly,
                settings.Detection.Acute.Fortnightly,
                settings.Detection.Acute.Monthly,
            ];
    }
}
