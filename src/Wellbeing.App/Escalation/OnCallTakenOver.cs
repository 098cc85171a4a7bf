using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

/// <summary>To a nurse who was on call: a colleague took over.</summary>
public sealed class OnCallTakenOver : MessageKind
{
    public const string Kind = nameof(OnCallTakenOver);

    public override string Title => "A colleague took over the turn on call";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, "/Staff/Rota"));
}
