using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>
/// Somebody called our mail spam: the nurses learn it once a day for the same person, since they must be reached another
/// way. Where it is a colleague, the administrators do: what tells of flags is not stopped.
/// </summary>
internal sealed class TellComplaint(WellbeingDb db, MessageWriter messages) : INotificationHandler<MessageComplainedOf>
{
    private static readonly TimeSpan _lives = TimeSpan.FromDays(3);

    public async Task Handle(MessageComplainedOf notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        var colleague =
            message.SupportContactId is null
            && message.AccountId is { } account
            && !await db.Participants.AnyAsync(p => p.AccountId == account, cancellationToken);
        var about = message.SupportContactId ?? message.AccountId ?? message.ParticipantId ?? message.Id;
        var cause = string.Create(CultureInfo.InvariantCulture, $"complaint-{about:N}/{now:yyyy-MM-dd}");
        foreach (var told in await db.StaffInRole(colleague ? Roles.Administrator : Roles.Nurse, cancellationToken))
        {
            await messages.Write(
                new NewMessage(MailComplaint.Kind, told, cause, now, now + _lives)
                {
                    ParticipantId = colleague ? null : message.ParticipantId,
                },
                cancellationToken
            );
        }
    }
}
