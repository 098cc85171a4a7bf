using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

internal static class RotaMessages
{
    public static Task<bool> WriteRota(
        this MessageWriter messages,
        string kind,
        Recipient to,
        string cause,
        DateTime nowUtc,
        DateTime deadlineUtc,
        CancellationToken cancellationToken
    ) =>
        messages.Write(
            new NewMessage(
                kind,
                to,
                cause,
                nowUtc,
                deadlineUtc > nowUtc.AddHours(1) ? deadlineUtc : nowUtc.AddHours(1)
            ),
            cancellationToken
        );
}
