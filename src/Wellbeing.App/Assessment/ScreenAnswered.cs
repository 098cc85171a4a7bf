using Wellbeing.App.Outbox;

namespace Wellbeing.App.Assessment;

/// <summary>To the nurse who sent the four questions: they were answered.</summary>
public sealed class ScreenAnswered : MessageKind
{
    public const string Kind = nameof(ScreenAnswered);

    public override string Title => "Four questions answered, to the nurse who asked";

    public override string InTimeline => "Told that the four questions were answered:";

    public override int Priority => 1;

    public override bool IsToColleagues => true;

    public override bool NamesRecipient => true;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, $"/Staff/People/{context.Message.ParticipantId:D}"));
}
