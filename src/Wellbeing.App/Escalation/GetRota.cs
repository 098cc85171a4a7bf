using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;

namespace Wellbeing.App.Escalation;

/// <summary>The rota from now on, and the offers that wait for an answer.</summary>
/// <param name="Weeks">How far ahead, 1 to 26.</param>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record GetRota(Actor By, int Weeks = 5) : IRequest<RotaView>, IActed;

/// <param name="Turns">Without holes; a gap is a turn with nobody. The first one is now.</param>
/// <param name="PlannedUntilUtc">Where the last turn ends; null where nothing is planned.</param>
public sealed record RotaView(
    IReadOnlyList<RotaTurn> Turns,
    IReadOnlyList<SwapView> Offers,
    DateTime? PlannedUntilUtc,
    string TimeZone,
    DateTime AtUtc
);

/// <param name="Nurses">On call together; nobody in a gap.</param>
public sealed record RotaTurn(DateTime FromUtc, DateTime ToUtc, IReadOnlyList<RotaNurse> Nurses, bool Covered)
{
    public bool IsOf(Guid? account) => Nurses.Any(n => n.Id == account);
}

public sealed record RotaNurse(Guid Id, string Name);

/// <param name="To">The colleague asked; null for anybody.</param>
public sealed record SwapView(
    Guid Id,
    RotaNurse By,
    RotaNurse? To,
    DateTime FromUtc,
    DateTime ToUtc,
    DateTime? ReturnFromUtc,
    DateTime? ReturnToUtc
);

internal sealed class GetRotaHandler(WellbeingDb db, RotaReader rota, TeamHours hours, TimeProvider clock)
    : IRequestHandler<GetRota, RotaView>
{
    public async Task<RotaView> Handle(GetRota request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var stretches = await rota.Between(now, now.AddDays(7 * Math.Clamp(request.Weeks, 1, 26)), cancellationToken);
        // The turn that runs is shown from its beginning.
        if (stretches.Count > 0 && stretches[0] is { OnCall.Count: > 0 } running)
        {
            var before = await rota.Between(now.AddDays(-35), now.AddTicks(1), cancellationToken);
            stretches = [running with { FromUtc = before[^1].FromUtc }, .. stretches.Skip(1)];
        }

        var offers = await db
            .SwapOffers.AsNoTracking()
            .Where(s => s.State == SwapState.Offered && s.EndsAtUtc > now)
            .OrderBy(s => s.StartsAtUtc)
            .ToListAsync(cancellationToken);
        var people = stretches
            .SelectMany(s => s.OnCall)
            .Concat(offers.Select(o => o.OfferedBy))
            .Concat(offers.Select(o => o.OfferedTo).OfType<Guid>())
            .Distinct()
            .ToList();
        var names = await db
            .Users.AsNoTracking()
            .Where(a => people.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => new RotaNurse(a.Id, a.DisplayName), cancellationToken);
        var last = await db.OnCallShifts.MaxAsync(s => (DateTime?)s.EndsAtUtc, cancellationToken);

        return new RotaView(
            [
                .. stretches.Select(s => new RotaTurn(
                    s.FromUtc,
                    s.ToUtc,
                    [.. s.OnCall.Select(id => names[id]).OrderBy(n => n.Name)],
                    s.Covered
                )),
            ],
            [
                .. offers
                    .Where(o => names.ContainsKey(o.OfferedBy))
                    .Select(o => new SwapView(
                        o.Id,
                        names[o.OfferedBy],
                        o.OfferedTo is { } to ? names.GetValueOrDefault(to) : null,
                        o.StartsAtUtc,
                        o.EndsAtUtc,
                        o.ReturnStartsAtUtc,
                        o.ReturnEndsAtUtc
                    )),
            ],
            last,
            (await hours.Get(cancellationToken)).TimeZone,
            now
        );
    }
}
