using System.Text.RegularExpressions;
using Wellbeing.App.Outbox;

namespace Wellbeing.Demo;

/// <summary>
/// Takes the mails of six months without a word, but for those of the last two days: they go where mails really go, so
/// that a newcomer finds the recent ones and not thousands. Keeps the links that people follow to answer.
/// </summary>
internal sealed partial class DemoMail(IMailer real, TimeProvider clock, DateTime realFromUtc) : IMailer
{
    private readonly Dictionary<string, string> _secrets = new(StringComparer.OrdinalIgnoreCase);

    public Task<DeliveryOutcome> Send(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (Link().Match(mail.Text) is { Success: true } link)
            _secrets[mail.ToAddress] = link.Groups[1].Value;
        return clock.GetUtcNow().UtcDateTime >= realFromUtc
            ? real.Send(mail, cancellationToken)
            : Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "2.0.0 Accepted"));
    }

    /// <summary>The secret of the link that was sent there.</summary>
    public string SecretSentTo(string address) => _secrets[address];

    [GeneratedRegex(@"/(?:Contacts/Answer|Join|SignIn/NewPassword)/([\w-]+)")]
    private static partial Regex Link();
}
