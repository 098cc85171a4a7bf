using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>The team by name: to assign, to plan, to name in a policy.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator | Roles.ClientWorksOnFlags)]
public sealed record ListColleagues(Actor By) : IRequest<IReadOnlyList<Colleague>>, IActed;

/// <summary>An enabled member of staff.</summary>
/// <param name="CanAct">They have joined, and their address takes mail: whoever has not cannot answer a flag.</param>
public sealed record Colleague(Guid Id, string Name, bool IsNurse, bool CanAct);

internal sealed class ListColleaguesHandler(WellbeingDb db) : IRequestHandler<ListColleagues, IReadOnlyList<Colleague>>
{
    public async Task<IReadOnlyList<Colleague>> Handle(ListColleagues request, CancellationToken cancellationToken)
    {
        var able = await db.Users.ThatCanAct(db).Select(a => a.Id).ToHashSetAsync(cancellationToken);
        var nurses = await db.EnabledIn(Roles.Nurse)
            .Select(a => new
            {
                a.Id,
                a.DisplayName,
                IsNurse = true,
            })
            .ToListAsync(cancellationToken);
        var administrators = await db.EnabledIn(Roles.Administrator)
            .Select(a => new
            {
                a.Id,
                a.DisplayName,
                IsNurse = false,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. nurses
                .Concat(administrators)
                .DistinctBy(a => a.Id)
                .Select(a => new Colleague(a.Id, a.DisplayName, a.IsNurse, able.Contains(a.Id)))
                .OrderBy(c => c.Name, StringComparer.CurrentCultureIgnoreCase),
        ];
    }
}
