using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>The codes on leaflets, newest first, and whether joining by them is switched on.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListLeaflets(Actor By) : IRequest<LeafletList>, IActed;

public sealed record LeafletList(bool On, IReadOnlyList<LeafletRow> Rows);

/// <param name="Open">People can still join by it, once joining is switched on.</param>
public sealed record LeafletRow(
    Guid Id,
    string Name,
    string Code,
    string? Cohort,
    DateTime EndsAtUtc,
    int Maximum,
    int Joined,
    bool Stopped,
    bool Open
);

internal sealed class ListLeafletsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListLeaflets, LeafletList>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<LeafletList> Handle(ListLeaflets request, CancellationToken cancellationToken)
    {
        var now = Now;
        var cohorts = await db.Cohorts.ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        var leaflets = await db
            .Leaflets.AsNoTracking()
            .OrderByDescending(l => l.MadeAtUtc)
            .ThenByDescending(l => l.Id)
            .ToListAsync(cancellationToken);
        return new LeafletList(
            await db.LeafletSwitches.AnyAsync(s => s.On, cancellationToken),
            [
                .. leaflets.Select(l => new LeafletRow(
                    l.Id,
                    l.Name,
                    l.Code,
                    l.CohortId is { } id ? cohorts.GetValueOrDefault(id) : null,
                    l.EndsAtUtc,
                    l.Maximum,
                    l.Joined,
                    l.StoppedAtUtc is not null,
                    l.IsOpen(now)
                )),
            ]
        );
    }
}
