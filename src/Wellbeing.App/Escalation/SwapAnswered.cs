using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

/// <summary>To a nurse who offered a turn: it was answered.</summary>
public sealed class SwapAnswered : MessageKind
{
    public const string Kind = nameof(SwapAnswered);

    public override string Title => "Answer to an offered turn";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, "/Staff/Rota"));
}
