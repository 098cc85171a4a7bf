using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>What somebody sees who has a code; null where it does not work (any more). Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetLeaflet(Actor By, string? Code) : IRequest<LeafletView?>, IActed;

/// <param name="Code">As it is kept.</param>
public sealed record LeafletView(string Code, int MinimumAge);

internal sealed class GetLeafletHandler(
    IOptions<RegistrationOptions> registration,
    LeafletCodes leafletCodes,
    TimeProvider clock
) : IRequestHandler<GetLeaflet, LeafletView?>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<LeafletView?> Handle(GetLeaflet request, CancellationToken cancellationToken) =>
        await leafletCodes.Find(request.Code, cancellationToken) is { } leaflet
            ? new LeafletView(leaflet.Code, registration.Value.MinimumAge)
            : null;
}
