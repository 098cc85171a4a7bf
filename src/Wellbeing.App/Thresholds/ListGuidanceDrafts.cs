using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Every draft, the one changed last first. Nurses look at whom each would flag.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record ListGuidanceDrafts(Actor By) : IRequest<IReadOnlyList<GuidanceDraft>>, IActed;

internal sealed class ListGuidanceDraftsHandler(WellbeingDb db)
    : IRequestHandler<ListGuidanceDrafts, IReadOnlyList<GuidanceDraft>>
{
    public async Task<IReadOnlyList<GuidanceDraft>> Handle(
        ListGuidanceDrafts request,
        CancellationToken cancellationToken
    ) => await db.GuidanceDrafts.AsNoTracking().OrderByDescending(d => d.EditedAtUtc).ToListAsync(cancellationToken);
}
