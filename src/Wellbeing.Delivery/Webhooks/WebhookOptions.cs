namespace Wellbeing.Delivery.Webhooks;

/// <summary>Section <c>Webhooks</c>: how other systems are told.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Whether an endpoint may lie in a private network. False, the default: whoever may add an endpoint could
    /// otherwise have this server knock on the doors of its neighbours. True also allows http to this very machine, for
    /// development.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Longest wait for an answer, in seconds, 1 to 60, default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;
}
