using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Staff;

/// <summary>The team by name: to assign, to plan, to name in a policy.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator | Roles.ClientWorksOnFlags)]
public sealed record ListColleagues(Actor By) : IRequest<IReadOnlyList<Colleague>>, IActed;

/// <summary>An enabled member of staff.</summary>
public sealed record Colleague(Guid Id, string Name, bool IsNurse);

internal sealed class ListColleaguesHandler(WellbeingDb db) : IRequestHandler<ListColleagues, IReadOnlyList<Colleague>>
{
    public async Task<IReadOnlyList<Colleague>> Handle(ListColleagues request, CancellationToken cancellationToken)
    {
        var nurses = await db.EnabledIn(Roles.Nurse).Select(a => new Colleague(a.Id, a.DisplayName, true)).ToListAsync(cancellationToken);
        var administrators = await db.EnabledIn(Roles.Administrator).Select(a => new Colleague(a.Id, a.DisplayName, false)).ToListAsync(cancellationToken);
        return [.. nurses.Concat(administrators).DistinctBy(c => c.Id).OrderBy(c => c.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}
