using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Every endpoint, by name.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListWebhooks(Actor By) : IRequest<IReadOnlyList<WebhookView>>, IActed;

/// <param name="LastAcceptedAtUtc">When it last took a message; null for never.</param>
public sealed record WebhookView(Guid Id, string Name, string Url, bool Enabled, DateTime? LastAcceptedAtUtc);

internal sealed class ListWebhooksHandler(WellbeingDb db) : IRequestHandler<ListWebhooks, IReadOnlyList<WebhookView>>
{
    public async Task<IReadOnlyList<WebhookView>> Handle(ListWebhooks request, CancellationToken cancellationToken) =>
        await db
            .Webhooks.AsNoTracking()
            .OrderBy(w => w.Name)
            .Select(w => new WebhookView(
                w.Id,
                w.Name,
                w.Url,
                w.Enabled,
                db.Messages.Where(n => n.WebhookId == w.Id).Max(n => n.AcceptedAtUtc)
            ))
            .ToListAsync(cancellationToken);
}
