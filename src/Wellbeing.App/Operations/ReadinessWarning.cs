using Wellbeing.App.Outbox;

namespace Wellbeing.App.Operations;

/// <summary>To administrators: gaps in the rota, addresses that do not work, policies that reach nobody.</summary>
public sealed class ReadinessWarning : MessageKind
{
    public const string Kind = nameof(ReadinessWarning);

    public override string Title => "Warning: something is not ready";

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, "/Admin/Readiness"));
}
