using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Makes a new signing secret. Requests are signed with both for a day, so that the receiver can change
/// over.</summary>
/// <returns>The secret, this once; null when there is no such endpoint.</returns>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeWebhookSecret(Actor By, Guid Id) : IRequest<string?>, IActed;

internal sealed class ChangeWebhookSecretHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ChangeWebhookSecret, string?>
{
    public async Task<string?> Handle(ChangeWebhookSecret request, CancellationToken cancellationToken)
    {
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken) is not { } endpoint)
            return null;
        var (now, secret) = (clock.GetUtcNow().UtcDateTime, WebhookEndpoint.NewSecret());
        (endpoint.SealedPreviousSecret, endpoint.PreviousUntilUtc) = (
            endpoint.SealedSecret,
            now + WebhookEndpoint.HandOver
        );
        endpoint.SealedSecret = text.Seal(secret)!;
        db.Audit(request.By, AuditActions.WebhookSecretChanged, now, detail: new WebhookDetail(endpoint.Id));
        await db.SaveChangesAsync(cancellationToken);
        return secret;
    }
}
