using Wellbeing.App.Outbox;

namespace Wellbeing.App.Operations;

/// <summary>To the team: somebody's mail program was told that our mail is spam. Names nobody.</summary>
public sealed class MailComplaint : MessageKind
{
    public const string Kind = nameof(MailComplaint);

    public override string Title => "Somebody reported our email as spam";

    public override bool IsToColleagues => true;

    public override int Priority => 1;

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(TeamNews.Compose(context, context.Message.ParticipantId is { } id ? $"/Staff/People/{id:D}" : "/Staff"));
}
