using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>The new address behind a link; null when it is used up, expired or wrong. Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetEmailChange(Actor By, string? Secret) : IRequest<string?>, IActed;

internal sealed class GetEmailChangeHandler(EmailChangeLinks emailChangeLinks, TimeProvider clock)
    : IRequestHandler<GetEmailChange, string?>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<string?> Handle(GetEmailChange request, CancellationToken cancellationToken) =>
        await emailChangeLinks.Find(request.Secret, cancellationToken) is { Change: var change }
            ? change.NewEmail
            : null;
}
