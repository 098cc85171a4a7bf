using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

internal static class RotaNotices
{
    public static Task<bool> WriteRota(
        this NoticeWriter notices,
        string kind,
        Recipient to,
        string cause,
        DateTime nowUtc,
        DateTime deadlineUtc,
        CancellationToken cancellationToken
    ) =>
        notices.Write(
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
