using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>Which flags.</summary>
public enum FlagFilter
{
    /// <summary>Open and acknowledged: everything that is not resolved.</summary>
    Unresolved,
    Open,
    Acknowledged,

    /// <summary>Acknowledged by the asking nurse; or in nobody's hands, and given to them, or last theirs.</summary>
    Mine,

    /// <summary>Open past its response target.</summary>
    Overdue,
    Resolved,
}

/// <summary>The nurse's list: overdue first, then the gravest, then those nobody has, then by response target; resolved
/// ones newest first.</summary>
/// <param name="Page">1, 2, 3...</param>
/// <param name="Narrow">Only some of them; null for all.</param>
[AllowedTo(Roles.Nurse | Roles.ClientListsFlags)]
public sealed record ListFlags(
    Actor By,
    FlagFilter Filter = FlagFilter.Unresolved,
    int Page = 1,
    int PageSize = 25,
    FlagNarrowing? Narrow = null
) : IRequest<FlagPage>, IActed;

/// <summary>Only flags of these people, or of this severity. What is null does not narrow.</summary>
/// <param name="Language">The language part of a tag: <c>ar</c>, <c>pa</c>. What they like to speak, where they said so, or
/// the language of their pages; English only of those who speak it.</param>
/// <param name="Name">Part of a name, any case.</param>
public sealed record FlagNarrowing(
    Severity? Severity = null,
    ParticipantKind? Kind = null,
    Guid? CohortId = null,
    string? Language = null,
    string? Name = null
);

/// <param name="Counts">How many flags each filter has, narrowed alike. Resolved ones grow without end: narrowed, they
/// are counted only where they are what was asked for.</param>
public sealed record FlagPage(
    IReadOnlyList<FlagRow> Rows,
    int Total,
    int Page,
    int PageSize,
    IReadOnlyDictionary<FlagFilter, int> Counts,
    DateTime AtUtc
)
{
    /// <summary>Unresolved flags whose next step waits until an administrator releases what was due in a restored
    /// database.</summary>
    public int Held { get; init; }
}

/// <summary>One line of the list.</summary>
/// <param name="Reasons">
/// Headlines of the findings as they are true now, each once a rule: what was asked for first, whatever else is cut
/// off, then the gravest and newest, and last a silence that is over.
/// </param>
/// <param name="Recent">The last intensities, oldest first, at most 8; null where skipped.</param>
/// <param name="Owner">Who acknowledged it.</param>
/// <param name="LastAttemptReached">Whether the last contact attempt reached the person; null without one.</param>
public sealed record FlagRow(
    Guid Id,
    Guid ParticipantId,
    string ParticipantName,
    ParticipantKind Kind,
    string Language,
    bool NeedsInterpreter,
    Severity Severity,
    FlagState State,
    DateTime RaisedAtUtc,
    DateTime RespondByUtc,
    bool Overdue,
    string? Owner,
    DateTime? AcknowledgedAtUtc,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<RecentRating> Recent,
    DateTime? LastAttemptAtUtc,
    bool? LastAttemptReached,
    FlagOutcome? Outcome,
    DateTime? ResolvedAtUtc,
    Guid? AssignedTo,
    string? AssignedToName,
    DateTime? SnoozedUntilUtc
)
{
    /// <summary>The same reasons in the same order, as numbers: for who has fewer words' room.</summary>
    public IReadOnlyList<ReasonNow> Why { get; init; } = [];

    /// <summary>Of an overdue flag with something new: by when the person was told that this is answered; null
    /// without.</summary>
    public DateTime? NewDueUtc { get; init; }

    /// <summary>When somebody was to try again, where it opened again with that and nobody has; else null.</summary>
    public DateTime? TryAgainSinceUtc { get; init; }

    /// <summary>Those linked with them as family.</summary>
    public IReadOnlyList<Relative> Family { get; init; } = [];

    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>What they like to speak, where it is another language than that of their pages.</summary>
    public string? SpokenLanguage { get; init; }

    /// <summary>Who had it last, where it is open again ("" where that is not known any more); null where nobody ever
    /// took it.</summary>
    public string? LastWith { get; init; }

    /// <summary>The newest attempt to reach the person, of this flag or of any before it; null where nobody ever
    /// tried.</summary>
    public LastContact? LastContact { get; init; }
}

/// <summary>One reason of a flag, as it is true now.</summary>
/// <param name="AnsweredOn">Of a silence that is over: the person's own day on which it ended.</param>
/// <param name="NoLonger">Of a pattern that was not there any more at the last rating.</param>
public sealed record ReasonNow(Rule Rule, Evidence? Evidence, DateOnly? AnsweredOn, bool NoLonger);

/// <summary>When somebody of the team last tried to reach a person, and whether they did.</summary>
public sealed record LastContact(DateTime AtUtc, bool Reached);

public sealed record RecentRating(DateOnly Date, int? Intensity);

internal sealed class ListFlagsHandler(WellbeingDb db, Explanations explanations, HeldWork held, TimeProvider clock)
    : IRequestHandler<ListFlags, FlagPage>
{
    private const int SparklinePoints = 8;

    public async Task<FlagPage> Handle(ListFlags request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var me = request.By.UserId;
        var all = Narrowed(request.Narrow);
        var countsResolved =
            request.Filter == FlagFilter.Resolved || request.Narrow is null || request.Narrow == new FlagNarrowing();
        var lastMine = await db.LastWith(me, cancellationToken);
        var counts = await Counts(all, countsResolved, me, lastMine, now, cancellationToken);

        var size = Math.Clamp(request.PageSize, 1, 100);
        var page = Math.Clamp(request.Page, 1, int.MaxValue / size); // Rows before it must be countable.
        var matching = Matching(all, request.Filter, me, lastMine, now);
        var ordered =
            request.Filter == FlagFilter.Resolved
                ? matching.OrderByDescending(f => f.ResolvedAtUtc)
                : matching
                    .OrderByDescending(f => f.State == FlagState.Open && f.Severity == Severity.Urgent)
                    .ThenByDescending(f => f.State == FlagState.Open && f.Findings.Any(x => x.Rule == Rule.NotSafe))
                    .ThenByDescending(f => f.State == FlagState.Open && f.RespondByUtc < now)
                    .ThenByDescending(f => f.Severity)
                    .ThenBy(f => f.State == FlagState.Acknowledged)
                    .ThenBy(f => f.RespondByUtc);
        var flags = await ordered
            .ThenBy(f => f.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Include(f => f.Findings)
            .Include(f => f.Snoozes)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);

        var people = flags.Select(f => f.ParticipantId).ToList();
        var participants = await db
            .Participants.AsNoTracking()
            .Where(p => people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, cancellationToken);
        var since = now.AddDays(-120);
        var ratings = (
            await db
                .CheckIns.AsNoTracking()
                .Where(c => people.Contains(c.ParticipantId) && c.SubmittedAtUtc > since)
                .OrderBy(c => c.SubmittedAtUtc)
                .Select(c => new
                {
                    c.ParticipantId,
                    c.LocalDate,
                    c.Intensity,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(c => c.ParticipantId, c => new RecentRating(c.LocalDate, c.Intensity));

        // Of all their flags in one look: that a flag of today was tried by nobody says little of somebody reached
        // yesterday.
        var attempts = (
            await db
                .ContactAttempts.AsNoTracking()
                .Join(
                    db.Flags.Where(f => people.Contains(f.ParticipantId)),
                    a => a.FlagId,
                    f => f.Id,
                    (a, f) =>
                        new
                        {
                            f.ParticipantId,
                            a.FlagId,
                            a.AtUtc,
                            a.Reached,
                        }
                )
                .ToListAsync(cancellationToken)
        ).ToLookup(a => a.ParticipantId, a => (a.FlagId, Contact: new LastContact(a.AtUtc, a.Reached)));

        var family = await db.FamilyOf(people, cancellationToken);
        var lastWith = await db.LastHoldersOf(flags, cancellationToken);
        var reasons = await ReasonsNow.Of(db, flags, cancellationToken);
        var rows = flags
            .Select(f =>
                Row(
                    f,
                    reasons,
                    participants[f.ParticipantId],
                    [.. ratings[f.ParticipantId].TakeLast(SparklinePoints)],
                    attempts[f.ParticipantId].Where(a => a.FlagId == f.Id).Select(a => a.Contact).MaxBy(c => c.AtUtc),
                    now
                ) with
                {
                    Why =
                    [
                        .. reasons
                            .InOrder(f)
                            .Select(x => new ReasonNow(
                                x.Rule,
                                reasons.EvidenceOf(x),
                                reasons.AnsweredOn(x),
                                reasons.NoLongerHolds(x)
                            )),
                    ],
                    Family = [.. family[f.ParticipantId]],
                    LastWith = lastWith.GetValueOrDefault(f.Id),
                    LastContact = attempts[f.ParticipantId].Select(a => a.Contact).MaxBy(c => c.AtUtc),
                }
            )
            .ToList();
        db.Audit(request.By, AuditActions.FlagsListed, now, detail: new FlagListDetail(request.Filter));
        await db.AuditNamed(request.By, people, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new FlagPage(rows, counts[request.Filter], page, size, counts, now)
        {
            Held = await held.BeforeUtc(cancellationToken) is { } before
                ? await CountHeld(before, cancellationToken)
                : 0,
        };
    }

    private async Task<int> CountHeld(DateTime before, CancellationToken cancellationToken)
    {
        var waiting = db.Flags.Where(f => f.NextActionAtUtc != null);
        return await waiting.CountAsync(cancellationToken)
            - await waiting.Since(db, before).CountAsync(cancellationToken);
    }

    private IQueryable<Flag> Narrowed(FlagNarrowing? narrow)
    {
        var flags = db.Flags.AsNoTracking();
        if (narrow is null)
            return flags;
        if (narrow.Severity is { } severity)
            flags = flags.Where(f => f.Severity == severity);

        var everybody = db.Participants.AsNoTracking();
        var people = everybody;
        if (narrow.Kind is { } kind)
            people = people.Where(p => p.Kind == kind);
        if (narrow.CohortId is { } cohort)
            people = people.Where(p => p.CohortId == cohort);
        if (!string.IsNullOrWhiteSpace(narrow.Language))
        {
            var (tag, longer) = (narrow.Language, narrow.Language + "-");
            // Who reads English pages for want of their own is found by what they speak alone.
            var alsoByPages = !tag.Equals("en", StringComparison.OrdinalIgnoreCase);
            people = people.Where(p =>
                p.SpokenLanguage == tag
                || ((alsoByPages || p.SpokenLanguage == null) && (p.Language == tag || p.Language.StartsWith(longer)))
            );
        }

        if (!string.IsNullOrWhiteSpace(narrow.Name))
        {
            var part = narrow.Name.Trim().ToUpperInvariant();
            people = people.Where(p => p.SearchName.Contains(part));
        }

        return people == everybody ? flags : flags.Where(f => people.Any(p => p.Id == f.ParticipantId));
    }

    // Resolved ones are counted by the index alone, the others in one look.
    private static async Task<Dictionary<FlagFilter, int>> Counts(
        IQueryable<Flag> all,
        bool countsResolved,
        Guid? me,
        IReadOnlyList<Guid> lastMine,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var unresolved = await all.Unresolved()
            .Select(f => new
            {
                f.Id,
                f.State,
                f.AcknowledgedBy,
                f.AssignedTo,
                f.RespondByUtc,
            })
            .ToListAsync(cancellationToken);
        var counts = new Dictionary<FlagFilter, int>
        {
            [FlagFilter.Unresolved] = unresolved.Count,
            [FlagFilter.Open] = unresolved.Count(f => f.State == FlagState.Open),
            [FlagFilter.Acknowledged] = unresolved.Count(f => f.State == FlagState.Acknowledged),
            [FlagFilter.Mine] = unresolved.Count(f =>
                f.State == FlagState.Acknowledged
                    ? f.AcknowledgedBy == me
                    : f.AssignedTo == me || lastMine.Contains(f.Id)
            ),
            [FlagFilter.Overdue] = unresolved.Count(f => f.State == FlagState.Open && f.RespondByUtc < now),
        };
        if (countsResolved)
            counts[FlagFilter.Resolved] = await all.CountAsync(f => f.State == FlagState.Resolved, cancellationToken);
        return counts;
    }

    private static IQueryable<Flag> Matching(
        IQueryable<Flag> all,
        FlagFilter filter,
        Guid? me,
        IReadOnlyList<Guid> lastMine,
        DateTime now
    ) =>
        filter switch
        {
            FlagFilter.Unresolved => all.Unresolved(),
            FlagFilter.Open => all.Where(f => f.State == FlagState.Open),
            FlagFilter.Acknowledged => all.Where(f => f.State == FlagState.Acknowledged),
            FlagFilter.Mine => all.InHandsOf(me, lastMine),
            FlagFilter.Overdue => all.Where(f => f.State == FlagState.Open && f.RespondByUtc < now),
            FlagFilter.Resolved => all.Where(f => f.State == FlagState.Resolved),
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };

    private FlagRow Row(
        Flag f,
        ReasonsNow reasons,
        Participant p,
        IReadOnlyList<RecentRating> recent,
        LastContact? last,
        DateTime now
    ) =>
        new(
            f.Id,
            p.Id,
            p.Name,
            p.Kind,
            p.Language,
            p.NeedsInterpreter,
            f.Severity,
            f.State,
            f.RaisedAtUtc,
            f.RespondByUtc,
            f.State == FlagState.Open && f.RespondByUtc < now,
            f.AcknowledgedByName ?? f.ResolvedByName,
            f.AcknowledgedAtUtc,
            [.. reasons.InOrder(f).Select(x => reasons.Headline(explanations, x))],
            recent,
            last?.AtUtc,
            last?.Reached,
            f.Outcome,
            f.ResolvedAtUtc,
            f.AssignedTo,
            f.AssignedToName,
            f.SnoozedUntilUtc
        )
        {
            PreferredName = p.PreferredName,
            SpokenLanguage = p.SpokenLanguage,
            NewDueUtc = f.State == FlagState.Open ? PromiseKept.NewPromise(f.Findings, f.RespondByUtc) : null,
            TryAgainSinceUtc = f.TryAgainSince(last?.AtUtc),
        };
}
