using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What somebody said, besides ratings, that makes a silence after it a worry, and when they said it
/// last.</summary>
/// <param name="FindingId">The finding it was kept as.</param>
public sealed record SaidBefore(SilenceAfter What, DateTime AtUtc, Guid FindingId);

/// <summary>
/// Whose silence matters whatever they rated last: who said that they do not feel safe, asked for contact, or had
/// something urgent found about them. What was raised in error counts for nothing.
/// </summary>
internal static class SilenceMatters
{
    /// <summary>For so long after it.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(90);

    /// <summary>Each with the gravest thing they said, by person.</summary>
    /// <param name="people">Of these only; null for everybody.</param>
    public static async Task<IReadOnlyDictionary<Guid, SaidBefore>> SaidBefore(
        this WellbeingDb db,
        DateTime nowUtc,
        CancellationToken cancellationToken,
        IReadOnlyCollection<Guid>? people = null
    )
    {
        var since = nowUtc - Lasts;
        var findings = db.FlagFindings.AsNoTracking();
        if (people is not null)
            findings = findings.Where(f => people.Contains(f.ParticipantId));
        var found = await findings
            .Where(f =>
                f.FoundAtUtc > since
                && (f.Rule == Rule.NotSafe || f.Rule == Rule.ContactRequested || f.Severity == Severity.Urgent)
                && !db.Flags.Any(flag => flag.Id == f.FlagId && flag.Outcome == FlagOutcome.RaisedInError)
            )
            .Select(f => new
            {
                f.Id,
                f.ParticipantId,
                f.Rule,
                AtUtc = f.FoundAtUtc,
            })
            .ToListAsync(cancellationToken);
        return found
            .GroupBy(f => f.ParticipantId)
            .ToDictionary(
                g => g.Key,
                g =>
                    g.Select(f => new SaidBefore(
                            f.Rule switch
                            {
                                Rule.NotSafe => SilenceAfter.NotSafe,
                                Rule.ContactRequested => SilenceAfter.ContactRequested,
                                _ => SilenceAfter.Urgent,
                            },
                            f.AtUtc,
                            f.Id
                        ))
                        .OrderBy(f => f.What)
                        .ThenByDescending(f => f.AtUtc)
                        .First()
            );
    }
}
