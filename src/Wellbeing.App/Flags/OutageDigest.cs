using System.Globalization;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>To the team: the service was away, and so many flags waited.</summary>
public sealed class OutageDigest : MessageKind
{
    public const string Kind = nameof(OutageDigest);

    public override string Title => "News of an outage, to the team";

    public override int Priority => 0;

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var waited = await Outage.CountLateFlags(context.Db, context.Message.CreatedAtUtc, cancellationToken);
        return TeamNews.Compose(context, "/Staff/Flags", waited.ToString(CultureInfo.CurrentCulture));
    }
}
