namespace Wellbeing.App.Outbox;

/// <summary>
/// The edge to other systems. As <see cref="IMailer"/>: it tries once, says what became of it, and throws for nothing
/// but cancellation.
/// </summary>
public interface IWebhookSender
{
    /// <summary>Signs and posts one request.</summary>
    Task<DeliveryOutcome> Send(OutgoingWebhook webhook, CancellationToken cancellationToken);

    /// <summary>One line that says why an address is not sent to, and the fix; null for one that is.</summary>
    string? Refusal(string url);
}

/// <summary>One request, ready to leave.</summary>
/// <param name="Id">The same on every attempt, so that a receiver can drop what it already has.</param>
/// <param name="Secrets">The keys it is signed with, newest first, with their prefix.</param>
/// <param name="Body">JSON without any health detail.</param>
public sealed record OutgoingWebhook(string Id, Uri Url, IReadOnlyList<string> Secrets, string Body);
