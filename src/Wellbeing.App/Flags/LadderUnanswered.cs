using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>To administrators: a whole ladder passed unanswered.</summary>
public sealed class LadderUnanswered : FlagMessage
{
    public const string Kind = nameof(LadderUnanswered);

    public override string Title => "Alarm: nobody answered a flag";

    public override string InTimeline => "Alarm to administrator";

    public override string OnFlag(int recipients) => " (alarm: nobody answered)";

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(LadderAlarm.Compose(context));
}
