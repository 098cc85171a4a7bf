using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Site;

namespace Wellbeing.App.Outbox;

/// <summary>What other systems are told: that a flag needs an answer, how soon, and where. Who and why stand behind the
/// sign-in.</summary>
public sealed class WebhookMessages(SealedText text, MessageKinds kinds, IOptions<SiteOptions> site, TimeProvider clock)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>The request for a message; null when its endpoint is gone.</summary>
    public async Task<OutgoingWebhook?> Compose(WellbeingDb db, Message message, CancellationToken cancellationToken)
    {
        if (
            await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == message.WebhookId, cancellationToken)
            is not { } endpoint
        )
            return null;
        var told = await kinds.Get(message.Kind).ComposeWebhook(db, message, cancellationToken);
        return To(
            endpoint,
            message.Id,
            clock.GetUtcNow().UtcDateTime,
            new Event(
                told.Type,
                message.Id,
                message.CreatedAtUtc,
                told.Urgency,
                message.FlagId,
                site.Value.Link(told.Path).AbsoluteUri
            )
        );
    }

    public OutgoingWebhook Test(WebhookEndpoint endpoint, Guid id, DateTime nowUtc) =>
        To(endpoint, id, nowUtc, new Event("test", id, nowUtc));

    private OutgoingWebhook To(WebhookEndpoint endpoint, Guid id, DateTime nowUtc, Event body)
    {
        var previous = endpoint.PreviousUntilUtc > nowUtc ? text.Open(endpoint.SealedPreviousSecret) : null;
        var secret = text.Open(endpoint.SealedSecret)!;
        return new OutgoingWebhook(
            id.ToString("D"),
            new Uri(endpoint.Url),
            previous is null ? [secret] : [secret, previous],
            JsonSerializer.Serialize(body, _json)
        );
    }

    private sealed record Event(
        string Type,
        Guid Id,
        DateTime CreatedAt,
        string? Urgency = null,
        Guid? Flag = null,
        string? Link = null
    );
}

/// <summary>What a kind of message tells another system.</summary>
/// <param name="Type">Such as "flag.needs-answer".</param>
/// <param name="Urgency">"now", "soon" or "routine".</param>
/// <param name="Path">The page to answer it on, under the site's address.</param>
internal sealed record WebhookEvent(string Type, string Urgency, string Path);
