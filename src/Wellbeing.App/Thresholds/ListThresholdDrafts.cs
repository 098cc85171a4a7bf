using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Every draft, the one changed last first. Nurses look at whom each would flag.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record ListThresholdDrafts(Actor By) : IRequest<IReadOnlyList<ThresholdDraft>>, IActed;

internal sealed class ListThresholdDraftsHandler(WellbeingDb db)
    : IRequestHandler<ListThresholdDrafts, IReadOnlyList<ThresholdDraft>>
{
    public async Task<IReadOnlyList<ThresholdDraft>> Handle(
        ListThresholdDrafts request,
        CancellationToken cancellationToken
    ) => await db.ThresholdDrafts.AsNoTracking().OrderByDescending(d => d.EditedAtUtc).ToListAsync(cancellationToken);
}
