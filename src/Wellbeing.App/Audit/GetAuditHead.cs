using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Audit;

/// <summary>The end of the chain now; null while it is empty.</summary>
[AllowedTo(Roles.System)]
public sealed record GetAuditHead(Actor By) : IRequest<AuditAnchor?>, IActed;

internal sealed class GetAuditHeadHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetAuditHead, AuditAnchor?>
{
    public async Task<AuditAnchor?> Handle(GetAuditHead request, CancellationToken cancellationToken) =>
        await db
            .AuditRecords.AsNoTracking()
            .OrderByDescending(a => a.Sequence)
            .Select(a => new { a.Sequence, a.Hash })
            .FirstOrDefaultAsync(cancellationToken)
            is { } head
            ? new AuditAnchor(head.Sequence, Convert.ToHexStringLower(head.Hash), clock.GetUtcNow().UtcDateTime)
            : null;
}
