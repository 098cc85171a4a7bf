using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>Everybody who checks in, by name.</summary>
/// <param name="Search">Part of a name, any case.</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListPeople(Actor By, string? Search = null, int Page = 1, int PageSize = 25)
    : IRequest<PeoplePage>,
        IActed
{
    /// <summary>Only those whom nobody can call.</summary>
    public bool WithoutPhone { get; init; }
}

public sealed record PeoplePage(IReadOnlyList<PersonRow> Rows, int Total, int Page, int PageSize);

public sealed record PersonRow(
    Guid Id,
    string Name,
    ParticipantKind Kind,
    Cadence Cadence,
    DateTime? LastCheckInAtUtc,
    DateTime? NextPromptAtUtc,
    PromptState? LastPrompt,
    Guid? UnresolvedFlagId,
    Severity? UnresolvedSeverity
)
{
    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>Those linked with them as family.</summary>
    public IReadOnlyList<Relative> Family { get; init; } = [];
}

internal sealed class ListPeopleHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ListPeople, PeoplePage>
{
    public async Task<PeoplePage> Handle(ListPeople request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var people = db.Participants.AsNoTracking().TakingPart();
        if (request.WithoutPhone)
            people = people.Where(p => p.Phone == null || p.Phone == "");
        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            var part = request.Search.Trim().ToUpperInvariant();
            people = people.Where(p => p.SearchName.Contains(part));
        }

        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        // By one index, which has all that is asked for; the page's own people are then looked at by their ids.
        var ids = await people
            .OrderBy(p => p.SearchName)
            .ThenBy(p => p.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        var total = await people.CountAsync(cancellationToken);
        var rows = await db
            .Participants.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .Select(p => new
            {
                Person = p,
                Last = db.CheckIns.Where(c => c.ParticipantId == p.Id).Max(c => (DateTime?)c.SubmittedAtUtc),
                Prompt = db
                    .Prompts.Where(x => x.ParticipantId == p.Id)
                    .OrderByDescending(x => x.DueAtUtc)
                    .Select(x => (PromptState?)x.State)
                    .FirstOrDefault(),
            })
            .ToDictionaryAsync(r => r.Person.Id, cancellationToken);
        var flags = await db
            .Flags.Unresolved()
            .Where(f => ids.Contains(f.ParticipantId))
            .Select(f => new
            {
                f.ParticipantId,
                f.Id,
                f.Severity,
            })
            .ToDictionaryAsync(f => f.ParticipantId, cancellationToken);
        var family = await db.FamilyOf(ids, cancellationToken);
        db.Audit(request.By, AuditActions.ParticipantsListed, now);
        await db.AuditNamed(request.By, rows.Keys, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new PeoplePage(
            [
                .. ids.Where(rows.ContainsKey)
                    .Select(id => rows[id])
                    .Select(r =>
                    {
                        var flag = flags.GetValueOrDefault(r.Person.Id);
                        return new PersonRow(
                            r.Person.Id,
                            r.Person.Name,
                            r.Person.Kind,
                            r.Person.Schedule.Cadence,
                            r.Last,
                            r.Person.NextPromptAtUtc,
                            r.Prompt,
                            flag?.Id,
                            flag?.Severity
                        )
                        {
                            Family = [.. family[r.Person.Id]],
                            PreferredName = r.Person.PreferredName,
                        };
                    }),
            ],
            total,
            page,
            size
        );
    }
}
