using MediatR;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Whose account a link in a mail is for; null when it is used up, expired or wrong. Changes
/// nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetAccountLink(Actor By, string? Secret, params LinkPurpose[] Purposes)
    : IRequest<AccountLink?>,
        IActed;

internal sealed class GetAccountLinkHandler(AccountLinkTokens accountLinkTokens)
    : IRequestHandler<GetAccountLink, AccountLink?>
{
    public async Task<AccountLink?> Handle(GetAccountLink request, CancellationToken cancellationToken) =>
        await accountLinkTokens.Find(request.Secret, request.Purposes, cancellationToken) is { Link: var link }
            ? link
            : null;
}
