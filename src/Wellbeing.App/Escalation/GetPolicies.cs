using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Escalation;

/// <summary>The escalation policies of all severities with their versions, gravest first, newest first.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetPolicies(Actor By) : IRequest<IReadOnlyList<PolicyHistory>>, IActed;

/// <param name="Versions">Newest first; the first is in force.</param>
public sealed record PolicyHistory(Severity Severity, IReadOnlyList<EscalationPolicy> Versions)
{
    public EscalationPolicy InForce => Versions[0];
}

internal sealed class GetPoliciesHandler(WellbeingDb db) : IRequestHandler<GetPolicies, IReadOnlyList<PolicyHistory>>
{
    public async Task<IReadOnlyList<PolicyHistory>> Handle(GetPolicies request, CancellationToken cancellationToken) =>
        [
            .. (
                await db
                    .EscalationPolicies.AsNoTracking()
                    .OrderByDescending(p => p.Number)
                    .ToListAsync(cancellationToken)
            )
                .GroupBy(p => p.Severity)
                .OrderByDescending(g => g.Key)
                .Select(g => new PolicyHistory(g.Key, [.. g])),
        ];
}
