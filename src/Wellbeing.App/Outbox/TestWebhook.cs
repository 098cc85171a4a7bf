using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Sends a test at once and tells what the endpoint answered.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record TestWebhook(Actor By, Guid Id) : IRequest<TestWebhookResult>, IActed;

public abstract record TestWebhookResult
{
    public sealed record Sent(DeliveryOutcome Outcome) : TestWebhookResult;

    public sealed record NotFound : TestWebhookResult;
}

internal sealed class TestWebhookHandler(
    WellbeingDb db,
    WebhookMessages messages,
    IWebhookSender sender,
    TimeProvider clock
) : IRequestHandler<TestWebhook, TestWebhookResult>
{
    public async Task<TestWebhookResult> Handle(TestWebhook request, CancellationToken cancellationToken)
    {
        if (
            await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken)
            is not { } endpoint
        )
            return new TestWebhookResult.NotFound();
        var now = clock.GetUtcNow().UtcDateTime;
        // Recorded first: no request leaves unrecorded, and no transaction is open while it is under way.
        db.Audit(request.By, AuditActions.WebhookTested, now, detail: new WebhookDetail(endpoint.Id));
        await db.SaveChangesAsync(cancellationToken);
        return new TestWebhookResult.Sent(
            await sender.Send(messages.Test(endpoint, Guid.CreateVersion7(now), now), cancellationToken)
        );
    }
}
