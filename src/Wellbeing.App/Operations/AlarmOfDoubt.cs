using MediatR;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Tells the administrators, once a message, that nobody knows whether it arrived.</summary>
internal sealed class AlarmOfDoubt(WellbeingDb db, MessageWriter messages) : INotificationHandler<DeliveryInDoubt>
{
    private static readonly TimeSpan _alarmLives = TimeSpan.FromHours(24);

    public async Task Handle(DeliveryInDoubt notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        if (message.Kind == DeliveryUncertain.Kind)
            return; // The alarm itself: no alarm about alarms.
        foreach (var administrator in await db.StaffInRole(Roles.Administrator, cancellationToken))
        {
            await messages.Write(
                new NewMessage(DeliveryUncertain.Kind, administrator, $"message-{message.Id:N}", now, now + _alarmLives)
                {
                    Priority = message.Priority,
                },
                cancellationToken
            );
        }
    }
}
