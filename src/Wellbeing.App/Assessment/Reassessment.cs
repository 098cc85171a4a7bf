using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>
/// Looks again at a person whose answers were corrected or deleted, or reached us late: computed anew from the whole
/// series. What is found now and was not before joins their flag, where it was said after the last resolution; a
/// finding already made stays in it, since somebody may have acted on it.
/// </summary>
public sealed class Reassessment(WellbeingDb db, SeriesReader series, ThresholdsInForce thresholds, FlagRaiser flags)
{
    /// <summary>Part of the caller's unit of work: the change must be saved already, in the caller's
    /// transaction.</summary>
    /// <param name="fromUtc">The instant of the earliest check-in that changed: what was found before it cannot have
    /// changed.</param>
    /// <returns>The person's open flag, or null.</returns>
    public async Task<Flag?> From(
        Participant participant,
        DateTime fromUtc,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var settings = await thresholds.Settings(cancellationToken);
        var whole = await series.Of(participant, cancellationToken);
        var checkIns = await db
            .CheckIns.Where(c => c.ParticipantId == participant.Id && c.SubmittedAtUtc >= fromUtc)
            .ToListAsync(cancellationToken);
        var at = checkIns.ToLookup(c => c.SubmittedAtUtc);

        // Silences are the sweep's; a hit is none.
        var found = Detector
            .Hits(whole, settings.Detection)
            .Where(f => at.Contains(f.AtUtc))
            .Select(f => new NewFinding(f.Rule, f.Severity, at[f.AtUtc].First().Id, f.Evidence)
            {
                CheckIn = at[f.AtUtc].First(),
            })
            .ToList();
        return await flags.RaiseOrJoin(participant, found, settings, nowUtc, cancellationToken, checkIns);
    }
}
