using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Site;

/// <summary>The numbers in force, and those before.</summary>
/// <param name="Version">An older edition to look at; null for the one in force.</param>
[AllowedTo(Roles.Administrator)]
public sealed record GetSupportNumbers(Actor By, int? Version = null) : IRequest<SupportNumbersView>, IActed;

/// <param name="InForce">Its version; 0 while the configured numbers are.</param>
/// <param name="History">Newest first.</param>
public sealed record SupportNumbersView(NumberSet Set, int InForce, IReadOnlyList<NumberEdition> History);

public sealed record NumberEdition(int Version, DateTime PublishedAtUtc, string PublishedByName);

internal sealed class GetSupportNumbersHandler(WellbeingDb db, NumberEditions numbers)
    : IRequestHandler<GetSupportNumbers, SupportNumbersView>
{
    public async Task<SupportNumbersView> Handle(GetSupportNumbers request, CancellationToken cancellationToken)
    {
        var editions = await db
            .SupportNumbers.AsNoTracking()
            .OrderByDescending(n => n.Version)
            .Take(20)
            .ToListAsync(cancellationToken);
        var shown = request.Version is { } version
            ? editions.FirstOrDefault(n => n.Version == version)
            : editions.FirstOrDefault();
        return new SupportNumbersView(
            shown is null ? numbers.Configured() : numbers.Whole(shown.Set),
            editions.FirstOrDefault()?.Version ?? 0,
            [.. editions.Select(n => new NumberEdition(n.Version, n.PublishedAtUtc, n.PublishedByName))]
        );
    }
}
