using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Uses such a link up.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record UseAccountLink(Actor By, string? Secret, params LinkPurpose[] Purposes)
    : IRequest<AccountLink?>,
        IActed;

internal sealed class UseAccountLinkHandler(WellbeingDb db, AccountLinkTokens accountLinkTokens, TimeProvider clock)
    : IRequestHandler<UseAccountLink, AccountLink?>
{
    public async Task<AccountLink?> Handle(UseAccountLink request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await accountLinkTokens.Find(request.Secret, request.Purposes, cancellationToken)
            is not { Token: var token, Link: var link }
        )
            return null;
        if (!await db.UseUp(token, clock.GetUtcNow().UtcDateTime, cancellationToken))
            return null;
        await transaction.CommitIfOwn(cancellationToken);
        return link;
    }
}
