using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

/// <summary>To a nurse whose turn on call begins.</summary>
public sealed class OnCallBegins : MessageKind
{
    public const string Kind = nameof(OnCallBegins);

    public override string Title => "A turn on call begins";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, "/Staff/Rota"));
}
