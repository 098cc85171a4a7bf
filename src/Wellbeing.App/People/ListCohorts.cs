using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>Every cohort by name.</summary>
/// <param name="Counted">With how many people are in each, which means looking at everybody.</param>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record ListCohorts(Actor By, bool Counted = false) : IRequest<IReadOnlyList<CohortRow>>, IActed;

/// <param name="People">Null unless they were to be counted.</param>
public sealed record CohortRow(Guid Id, string Name, Cadence Cadence, int? People);

internal sealed class ListCohortsHandler(WellbeingDb db) : IRequestHandler<ListCohorts, IReadOnlyList<CohortRow>>
{
    public async Task<IReadOnlyList<CohortRow>> Handle(ListCohorts request, CancellationToken cancellationToken) =>
        await db
            .Cohorts.AsNoTracking()
            .OrderBy(c => c.Name)
            .Select(c => new CohortRow(
                c.Id,
                c.Name,
                c.Cadence,
                request.Counted ? db.Participants.Count(p => p.CohortId == c.Id && p.ClosedAtUtc == null) : (int?)null
            ))
            .ToListAsync(cancellationToken);
}
