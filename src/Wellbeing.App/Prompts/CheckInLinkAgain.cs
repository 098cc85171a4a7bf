using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

/// <summary>To a participant who asked for it: another one-tap link to the check-in that is open.</summary>
public sealed class CheckInLinkAgain : CheckInMessage
{
    public const string Kind = nameof(CheckInLinkAgain);

    public override string Title => "New link to a check-in";

    public override string InTimeline => "New link to the check-in";

    public override int Priority => 1;

    // Asked for just now, whatever they chose.
    protected override IReadOnlyList<PromptMails> WantedBy { get; } = Enum.GetValues<PromptMails>();

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        return new(
            new MailBody(
                text["CheckInLinkAgain.Subject", context.Site.Name],
                context.Greeting,
                [text["CheckInLinkAgain.Body"], text["CheckInInvitation.OneTap"]],
                [(text["CheckInInvitation.Open"], Door(context))],
                [
                    text["CheckInLinkAgain.NotYou"],
                    text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
                ]
            )
        );
    }
}
