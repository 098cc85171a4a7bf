using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Flags;

/// <summary>Which flags.</summary>
public enum FlagFilter
{
    /// <summary>Open and acknowledged: everything that is not resolved.</summary>
    Unresolved,
    Open,
    Acknowledged,

    /// <summary>Acknowledged by the asking nurse.</summary>
    Mine,

    /// <summary>Open past its response target.</summary>
    Overdue,
    Resolved,
}

/// <summary>The nurse's list: overdue first, then the gravest, then those nobody has, then by response target; resolved ones newest first.</summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListFlags(Actor By, FlagFilter Filter = FlagFilter.Unresolved, int Page = 1, int PageSize = 25) : IRequest<FlagPage>, IActed;

/// <param name="Counts">How many flags each filter has.</param>
public sealed record FlagPage(IReadOnlyList<FlagRow> Rows, int Total, int Page, int PageSize, IReadOnlyDictionary<FlagFilter, int> Counts, DateTime AtUtc);

/// <summary>One line of the list.</summary>
/// <param name="Reasons">Headlines of the findings, gravest and newest first, each once a rule.</param>
/// <param name="Recent">The last intensities, oldest first, at most 8; null where skipped.</param>
/// <param name="Owner">Who acknowledged it.</param>
/// <param name="LastAttemptReached">Whether the last contact attempt reached the person; null without one.</param>
public sealed record FlagRow(
    Guid Id, Guid ParticipantId, string ParticipantName, ParticipantKind Kind, string Language, bool NeedsInterpreter,
    Severity Severity, FlagState State, DateTime RaisedAtUtc, DateTime RespondByUtc, bool Overdue,
    string? Owner, DateTime? AcknowledgedAtUtc, IReadOnlyList<string> Reasons, IReadOnlyList<RecentRating> Recent,
    DateTime? LastAttemptAtUtc, bool? LastAttemptReached, FlagOutcome? Outcome, DateTime? ResolvedAtUtc);

public sealed record RecentRating(DateOnly Date, int? Intensity);

internal sealed class ListFlagsHandler(WellbeingDb db, Explanations explanations, TimeProvider clock) : IRequestHandler<ListFlags, FlagPage>
{
    private const int SparklinePoints = 8;

    public async Task<FlagPage> Handle(ListFlags request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var me = request.By.UserId;
        var counts = new Dictionary<FlagFilter, int>();
        foreach (var filter in Enum.GetValues<FlagFilter>())
            counts[filter] = await Matching(filter, me, now).CountAsync(cancellationToken);

        var size = Math.Clamp(request.PageSize, 1, 100);
        var page = Math.Clamp(request.Page, 1, int.MaxValue / size); // Rows before it must be countable.
        var matching = Matching(request.Filter, me, now);
        var ordered = request.Filter == FlagFilter.Resolved
            ? matching.OrderByDescending(f => f.ResolvedAtUtc)
            : matching.OrderByDescending(f => f.State == FlagState.Open && f.RespondByUtc < now)
                .ThenByDescending(f => f.Severity).ThenBy(f => f.State == FlagState.Acknowledged).ThenBy(f => f.RespondByUtc);
        var flags = await ordered.ThenBy(f => f.Id).Skip((page - 1) * size).Take(size)
            .Include(f => f.Findings).Include(f => f.ContactAttempts).AsSplitQuery().ToListAsync(cancellationToken);

        var people = flags.Select(f => f.ParticipantId).ToList();
        var participants = await db.Participants.AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellationToken);
        var since = now.AddDays(-120);
        var ratings = (await db.CheckIns.AsNoTracking().Where(c => people.Contains(c.ParticipantId) && c.SubmittedAtUtc > since)
                .OrderBy(c => c.SubmittedAtUtc).Select(c => new { c.ParticipantId, c.LocalDate, c.Intensity }).ToListAsync(cancellationToken))
            .ToLookup(c => c.ParticipantId, c => new RecentRating(c.LocalDate, c.Intensity));

        var rows = flags.Select(f => Row(f, participants[f.ParticipantId], [.. ratings[f.ParticipantId].TakeLast(SparklinePoints)], now)).ToList();
        db.Audit(request.By, AuditActions.FlagsListed, now, detail: $"filter={request.Filter}");
        await db.SaveChangesAsync(cancellationToken);
        return new FlagPage(rows, counts[request.Filter], page, size, counts, now);
    }

    private IQueryable<Flag> Matching(FlagFilter filter, Guid? me, DateTime now) => filter switch
    {
        FlagFilter.Unresolved => db.Flags.AsNoTracking().Where(f => f.State != FlagState.Resolved),
        FlagFilter.Open => db.Flags.AsNoTracking().Where(f => f.State == FlagState.Open),
        FlagFilter.Acknowledged => db.Flags.AsNoTracking().Where(f => f.State == FlagState.Acknowledged),
        FlagFilter.Mine => db.Flags.AsNoTracking().Where(f => f.State == FlagState.Acknowledged && f.AcknowledgedBy == me),
        FlagFilter.Overdue => db.Flags.AsNoTracking().Where(f => f.State == FlagState.Open && f.RespondByUtc < now),
        FlagFilter.Resolved => db.Flags.AsNoTracking().Where(f => f.State == FlagState.Resolved),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private FlagRow Row(Flag f, Participant p, IReadOnlyList<RecentRating> recent, DateTime now)
    {
        var last = f.ContactAttempts.MaxBy(a => a.AtUtc);
        return new FlagRow(
            f.Id, p.Id, p.Name, p.Kind, p.Language, p.NeedsInterpreter, f.Severity, f.State, f.RaisedAtUtc, f.RespondByUtc,
            f.State == FlagState.Open && f.RespondByUtc < now, f.AcknowledgedByName ?? f.ResolvedByName, f.AcknowledgedAtUtc,
            [.. f.Findings.OrderByDescending(x => x.Severity).ThenByDescending(x => x.FoundAtUtc).DistinctBy(x => x.Rule)
                .Select(x => explanations.Explain(x.Rule, x.Evidence).Headline)],
            recent, last?.AtUtc, last?.Reached, f.Outcome, f.ResolvedAtUtc);
    }
}
