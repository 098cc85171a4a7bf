using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Operations;

/// <summary>
/// One mail a day to each colleague whose address refuses ours: a mailbox that was mended, or marked by mistake, must
/// not stay silent until an administrator thinks of it. The first that is taken takes the mark away.
/// </summary>
/// <returns>How many are tried.</returns>
[AllowedTo(Roles.System)]
public sealed record TryRefusedAddresses(Actor By) : IRequest<int>, IActed;

internal sealed class TryRefusedAddressesHandler(
    WellbeingDb db,
    MessageWriter messages,
    TeamHours hours,
    TimeProvider clock
) : IRequestHandler<TryRefusedAddresses, int>, INotificationHandler<MessageAccepted>
{
    private static readonly TimeSpan _since = TimeSpan.FromHours(20);

    public async Task<int> Handle(TryRefusedAddresses request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var before = now - _since;
        var refused = await db.EnabledIn(Roles.Nurse)
            .Union(db.EnabledIn(Roles.Administrator))
            .Where(a => a.Email != null && a.AddressRefusedAtUtc < before)
            .ToListAsync(cancellationToken);
        if (refused.Count == 0)
            return 0;
        var today = TimeZones.LocalDate(now, (await hours.Get(cancellationToken)).TimeZone);
        var tried = 0;
        foreach (var account in refused)
        {
            // The key holds the day: other runs and other servers write nothing.
            var key = string.Create(CultureInfo.InvariantCulture, $"address-{account.Id:N}/{today:yyyy-MM-dd}");
            var message = new NewMessage(AddressTried.Kind, account.ToRecipient(), key, now, now.AddHours(20));
            if (await messages.Write(message, cancellationToken))
                tried++;
        }

        await db.SaveChangesAsync(cancellationToken);
        return tried;
    }

    public async Task Handle(MessageAccepted notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        if (
            message.Kind != AddressTried.Kind
            || await db.Users.SingleOrDefaultAsync(
                a => a.Id == message.AccountId && a.AddressRefusedAtUtc != null,
                cancellationToken
            )
                is not { } account
            || !string.Equals(account.Email, message.Address, StringComparison.OrdinalIgnoreCase)
        )
            return;
        account.AddressWorks();
        db.Audit(
            Actor.System,
            AuditActions.AddressTriedAgain,
            now,
            detail: new TriedAddressDetail(AddressOwner.Staff, account.Id)
        );
    }
}
