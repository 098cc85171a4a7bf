using System.Collections.Concurrent;
using Wellbeing.App.Outbox;

namespace Wellbeing.Testing;

/// <summary>Receives what the application tells other systems. The real HTTP conversation has tests of its
/// own.</summary>
public sealed class Webhooks : IWebhookSender
{
    /// <summary>Every attempt, accepted or not.</summary>
    public ConcurrentQueue<OutgoingWebhook> Attempts { get; } = new();

    /// <summary>Decides the outcome of the next attempts; accepts by default.</summary>
    public Func<OutgoingWebhook, DeliveryOutcome> Answer { get; set; } =
        _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 204, "Accepted.");

    public Task<DeliveryOutcome> Send(OutgoingWebhook webhook, CancellationToken cancellationToken)
    {
        Attempts.Enqueue(webhook);
        return Task.FromResult(Answer(webhook));
    }

    public string? Refusal(string url) =>
        url.StartsWith("https://", StringComparison.Ordinal) ? null : "Enter an address that begins with https://.";
}
