using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Flags;

/// <summary>
/// What is true now of the reasons of some flags. A finding is kept as it was made; who reads a list reads it as the
/// present: of a pattern that was found again the newest numbers, of one that no longer holds that it does not, and of
/// a silence whether it is over.
/// </summary>
internal sealed class ReasonsNow
{
    private readonly ILookup<(Guid Flag, Rule Rule), FindingRepeat> _repeats;
    private readonly ILookup<Guid, Answered> _answered;
    private readonly Dictionary<Guid, DateTime?> _resolved;
    private readonly Dictionary<Guid, DateTime> _rated;
    private readonly ILookup<(Guid Flag, Rule Family), DateTime> _found;

    private ReasonsNow(
        IReadOnlyCollection<FindingRepeat> repeats,
        IEnumerable<Answered> answered,
        Dictionary<Guid, DateTime> rated,
        IReadOnlyCollection<Flag> flags
    )
    {
        // Feelings that stay strong while daily life is left out are the same pattern, under another rule.
        _found = flags
            .SelectMany(f => f.Findings)
            .Select(f => (f.FlagId, f.Rule, AtUtc: f.FoundAtUtc))
            .Concat(repeats.Select(r => (r.FlagId, r.Rule, r.AtUtc)))
            .ToLookup(f => (f.FlagId, FlagRule.FamilyOf(f.Rule)), f => f.AtUtc);
        _rated = rated;
        _repeats = repeats.ToLookup(r => (r.FlagId, r.Rule));
        _answered = answered.ToLookup(a => a.ParticipantId);
        _resolved = flags.ToDictionary(f => f.Id, f => f.ResolvedAtUtc);
    }

    /// <summary>Reads what is needed of these flags in three looks at most; their findings are at hand.</summary>
    public static async Task<ReasonsNow> Of(
        WellbeingDb db,
        IReadOnlyCollection<Flag> flags,
        CancellationToken cancellationToken
    )
    {
        var ids = flags.Select(f => f.Id).ToList();
        var repeats = await db
            .FindingRepeats.AsNoTracking()
            .Where(r => ids.Contains(r.FlagId) && r.Reason == RepeatReason.StillHolds)
            .ToListAsync(cancellationToken);
        var patterned = flags
            .Where(f => f.State != FlagState.Resolved && f.Findings.Any(x => FlagRule.IsPattern(x.Rule)))
            .Select(f => f.ParticipantId)
            .Distinct()
            .ToList();
        var rated =
            patterned.Count == 0
                ? []
                : await db
                    .Participants.AsNoTracking()
                    .Where(p => patterned.Contains(p.Id))
                    .Select(p => new
                    {
                        p.Id,
                        Last = db
                            .CheckIns.Where(c => c.ParticipantId == p.Id && c.Intensity != null)
                            .Max(c => (DateTime?)c.SubmittedAtUtc),
                    })
                    .Where(p => p.Last != null)
                    .ToDictionaryAsync(p => p.Id, p => p.Last!.Value, cancellationToken);
        var silences = flags.SelectMany(f => f.Findings).Where(f => f.Rule == Rule.Silence).ToList();
        if (silences.Count == 0)
            return new ReasonsNow(repeats, [], rated, flags);

        var silent = silences.Select(f => f.ParticipantId).Distinct().ToList();
        var earliest = silences.Min(Began);
        var answered = await db
            .CheckIns.AsNoTracking()
            .Where(c => silent.Contains(c.ParticipantId) && c.SubmittedAtUtc > earliest)
            .OrderBy(c => c.SubmittedAtUtc)
            .Select(c => new Answered(c.ParticipantId, c.Id, c.SubmittedAtUtc, c.LocalDate))
            .ToListAsync(cancellationToken);
        return new ReasonsNow(repeats, answered, rated, flags);
    }

    /// <summary>The newest numbers of a pattern. What is no pattern (a rating, an act) stays what it was.</summary>
    public Evidence? EvidenceOf(FlagFinding finding) =>
        FlagRule.IsPattern(finding.Rule) ? NewestOf(finding)?.Evidence ?? finding.Evidence : finding.Evidence;

    /// <summary>True for a pattern of an open flag that was not there any more at the last rating.</summary>
    public bool NoLongerHolds(FlagFinding finding) =>
        FlagRule.IsPattern(finding.Rule)
        && _resolved.GetValueOrDefault(finding.FlagId) is null
        && _rated.TryGetValue(finding.ParticipantId, out var last)
        && last > _found[(finding.FlagId, FlagRule.FamilyOf(finding.Rule))].Max();

    /// <summary>The person's own day on which they checked in again after this silence; null while it lasts, and where
    /// it is none.</summary>
    public DateOnly? AnsweredOn(FlagFinding finding) =>
        finding.Rule != Rule.Silence
            ? null
            : _answered[finding.ParticipantId]
                .FirstOrDefault(a =>
                    a.Id != finding.SourceId
                    && a.AtUtc > Began(finding)
                    && !(a.AtUtc > _resolved.GetValueOrDefault(finding.FlagId))
                )
                ?.LocalDate;

    /// <summary>In a line: what is true now.</summary>
    public string Headline(Explanations explanations, FlagFinding finding) =>
        Explain(explanations, finding, explanations.Explain(finding.Rule, EvidenceOf(finding))).Headline;

    /// <summary>What was said of a finding, with what is true of it now.</summary>
    public Explanation Explain(Explanations explanations, FlagFinding finding, Explanation said) =>
        AnsweredOn(finding) is { } on ? explanations.AfterSilence(said, on)
        : NoLongerHolds(finding) ? explanations.NoLonger(said)
        : said;

    /// <summary>A silence that ended, or a pattern that was not there any more at the last rating.</summary>
    public bool IsOver(FlagFinding finding) => AnsweredOn(finding) is not null || NoLongerHolds(finding);

    /// <summary>Where everything is told: who is not safe before a very high rating, and that before who asked for
    /// contact; then the rest.</summary>
    public static int Gravest(FlagFinding finding) =>
        finding.Rule switch
        {
            Rule.NotSafe => 0,
            Rule.Acute => 1,
            Rule.ContactRequested => 2,
            _ => 3,
        };

    /// <summary>A flag's findings, each once a rule: what was asked for first, then the gravest and newest, and last
    /// what is over.</summary>
    public IEnumerable<FlagFinding> InOrder(Flag flag) =>
        flag
            .Findings.OrderByDescending(f => f.Rule == Rule.NotSafe)
            .ThenByDescending(f => f.Rule == Rule.ContactRequested)
            .ThenBy(IsOver)
            .ThenByDescending(f => f.Severity)
            .ThenByDescending(f => f.FoundAtUtc)
            .DistinctBy(f => f.Rule);

    private FindingRepeat? NewestOf(FlagFinding finding) =>
        _repeats[(finding.FlagId, finding.Rule)]
            .Where(r => r.Evidence is not null && r.AtUtc > finding.FoundAtUtc)
            .MaxBy(r => r.AtUtc);

    // No earlier than the last check-in before it, which is left out by its id.
    private static DateTime Began(FlagFinding silence) =>
        silence.FoundAtUtc.AddDays(-((silence.Evidence as SilenceEvidence)?.DaysSilent ?? 0));

    private sealed record Answered(Guid ParticipantId, Guid Id, DateTime AtUtc, DateOnly LocalDate);
}
