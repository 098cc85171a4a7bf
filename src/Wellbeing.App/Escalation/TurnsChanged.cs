using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

/// <summary>To a nurse whose turns an administrator changed: the rota was planned anew, a cover was put on or taken
/// off. It names the next turns as they are when it leaves.</summary>
public sealed class TurnsChanged : MessageKind
{
    public const string Kind = nameof(TurnsChanged);

    private const int TurnsNamed = 3;

    public override string Title => "Turns on call have changed";

    public override int Priority => 1;

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var body = TeamNews.Compose(context, "/Staff/Rota");
        var rota = await new RotaReader(context.Db).From(context.Message.CreatedAtUtc, cancellationToken);
        var next = Rota.TurnsOf(rota, context.Message.AccountId!.Value)
            .Take(TurnsNamed)
            .Select(t =>
                context.Text["TurnsChanged.Turn", context.TeamTime(t.FromUtc), context.TeamTime(t.ToUtc)].Value
            )
            .ToList();
        var coming =
            next.Count == 0
                ? context.Text["TurnsChanged.None"].Value
                : context.Text["TurnsChanged.Coming", string.Join("; ", next)].Value;
        return body with { Paragraphs = [body.Paragraphs[0], coming, .. body.Paragraphs.Skip(1)] };
    }
}
