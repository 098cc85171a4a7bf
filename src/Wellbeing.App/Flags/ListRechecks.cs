using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>Whom to look at again: those whose day has come first, then those to come.</summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListRechecks(Actor By, int Page = 1, int PageSize = 25) : IRequest<RechecksPage>, IActed;

public sealed record RechecksPage(IReadOnlyList<RecheckRow> Rows, int Due, int Total, int Page, int PageSize)
{
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <param name="CheckedInAtUtc">A check-in since the day, if there is one.</param>
/// <param name="Intensity">Of that check-in.</param>
public sealed record RecheckRow(
    Guid Id,
    Guid ParticipantId,
    Guid FlagId,
    string Name,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    DateOnly On,
    bool IsDue,
    string SetByName,
    FlagOutcome? Outcome,
    DateTime? CheckedInAtUtc,
    int? Intensity,
    Guid? UnresolvedFlagId,
    Severity? UnresolvedSeverity
)
{
    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>What they like to speak, where it is another language than that of their pages.</summary>
    public string? SpokenLanguage { get; init; }
}

internal sealed class ListRechecksHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListRechecks, RechecksPage>
{
    public async Task<RechecksPage> Handle(ListRechecks request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var waiting = db
            .Rechecks.AsNoTracking()
            .Where(r => r.State == RecheckState.Due || r.State == RecheckState.Planned);
        var due = await waiting.CountAsync(r => r.State == RecheckState.Due, cancellationToken);
        var total = await waiting.CountAsync(cancellationToken);
        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        // What is due came due earlier than what is planned, so its day orders both.
        var rows = await waiting
            .OrderBy(r => r.DueAtUtc)
            .ThenBy(r => r.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(r => new
            {
                Recheck = r,
                Person = db.Participants.First(p => p.Id == r.ParticipantId),
                Outcome = db.Flags.Where(f => f.Id == r.FlagId).Select(f => f.Outcome).FirstOrDefault(),
                LastAtUtc = db
                    .CheckIns.Where(c => c.ParticipantId == r.ParticipantId && c.SubmittedAtUtc >= r.DueAtUtc)
                    .Max(c => (DateTime?)c.SubmittedAtUtc),
                LastIntensity = db
                    .CheckIns.Where(c => c.ParticipantId == r.ParticipantId && c.SubmittedAtUtc >= r.DueAtUtc)
                    .OrderByDescending(c => c.SubmittedAtUtc)
                    .Select(c => c.Intensity)
                    .FirstOrDefault(),
                Flag = db
                    .Flags.Where(f => f.ParticipantId == r.ParticipantId && f.State != FlagState.Resolved)
                    .Select(f => new { f.Id, f.Severity })
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.RechecksListed, now);
        await db.AuditNamed(request.By, rows.Select(r => r.Person.Id), now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new RechecksPage(
            [
                .. rows.Select(r => new RecheckRow(
                    r.Recheck.Id,
                    r.Person.Id,
                    r.Recheck.FlagId,
                    r.Person.Name,
                    r.Person.Phone,
                    r.Person.Language,
                    r.Person.NeedsInterpreter,
                    r.Recheck.On,
                    r.Recheck.State == RecheckState.Due,
                    r.Recheck.SetByName,
                    r.Outcome,
                    r.LastAtUtc,
                    r.LastIntensity,
                    r.Flag?.Id,
                    r.Flag?.Severity
                )
                {
                    PreferredName = r.Person.PreferredName,
                    SpokenLanguage = r.Person.SpokenLanguage,
                }),
            ],
            due,
            total,
            page,
            size
        );
    }
}
