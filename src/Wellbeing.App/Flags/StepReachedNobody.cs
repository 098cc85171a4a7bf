using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>To administrators: a step of a ladder had nobody to tell.</summary>
public sealed class StepReachedNobody : FlagMessage
{
    public const string Kind = nameof(StepReachedNobody);

    public override string Title => "Alarm: a step had nobody to tell";

    public override string InTimeline => "Alarm to administrator";

    public override string OnFlag(int recipients) => " (alarm: nobody to tell)";

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(LadderAlarm.Compose(context));
}
