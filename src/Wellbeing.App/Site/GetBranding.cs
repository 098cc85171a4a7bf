using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Site;

/// <summary>How the site looks; null while it looks as the product does.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetBranding(Actor By) : IRequest<Branding?>, IActed;

internal sealed class GetBrandingHandler(WellbeingDb db) : IRequestHandler<GetBranding, Branding?>
{
    public Task<Branding?> Handle(GetBranding request, CancellationToken cancellationToken) =>
        db.LastBranding(cancellationToken);
}
