using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

/// <summary>To a nurse: a colleague offers a turn on call.</summary>
public sealed class SwapOffered : MessageKind
{
    public const string Kind = nameof(SwapOffered);

    public override string Title => "A turn on call is offered";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, "/Staff/Rota"));
}
