using Wellbeing.App.Audit;

namespace Wellbeing.App.Outbox;

/// <param name="Kind">See <see cref="Message.Kind"/>.</param>
[DetailOf(AuditActions.MessageExpired, AuditActions.MessageStuck)]
public sealed record MessageDetail([Shown("message", As = ShownAs.MessageKind)] string Kind) : AuditDetail;

[DetailOf(AuditActions.MessageRejected)]
public sealed record RejectedMessageDetail(
    [Shown("message", As = ShownAs.MessageKind)] string Kind,
    int? ReplyCode = null
) : AuditDetail;

[DetailOf(AuditActions.MessageBounced)]
public sealed record BouncedMessageDetail([Shown("message", As = ShownAs.MessageKind)] string Kind, BounceKind Report)
    : AuditDetail;

[DetailOf(AuditActions.MessageRetried)]
public sealed record RetriedMessageDetail(
    [Shown("message", As = ShownAs.MessageKind)] string Kind,
    [Shown("from")] MessageState From
) : AuditDetail;

[DetailOf(AuditActions.UnknownMailDecided)]
public sealed record UnknownMailDetail(
    [Shown("message", As = ShownAs.MessageKind)] string Kind,
    [Shown("read as")] UnknownMailMeans Means
) : AuditDetail;

[DetailOf(AuditActions.MessagesListed)]
public sealed record MessageListDetail([Shown("list")] MessageFilter Filter) : AuditDetail;

[DetailOf(AuditActions.WebhookSecretChanged, AuditActions.WebhookTested)]
public sealed record WebhookDetail(Guid Webhook) : AuditDetail;

[DetailOf(AuditActions.WebhookSaved)]
public sealed record SavedWebhookDetail(Guid Webhook, [Shown("enabled")] bool Enabled) : AuditDetail;
