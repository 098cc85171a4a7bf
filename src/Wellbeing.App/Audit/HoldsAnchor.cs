using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Audit;

/// <summary>Whether the log still holds the record an anchor remembers.</summary>
[AllowedTo(Roles.System)]
public sealed record HoldsAnchor(Actor By, AuditAnchor Anchor) : IRequest<bool>, IActed;

internal sealed class HoldsAnchorHandler(WellbeingDb db) : IRequestHandler<HoldsAnchor, bool>
{
    public async Task<bool> Handle(HoldsAnchor request, CancellationToken cancellationToken) =>
        await db
            .AuditRecords.AsNoTracking()
            .Where(a => a.Sequence == request.Anchor.Sequence)
            .Select(a => a.Hash)
            .SingleOrDefaultAsync(cancellationToken)
            is { } hash
        && Convert.ToHexStringLower(hash) == request.Anchor.Hash;
}
