using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>Messages to a support contact. What can wait comes in their hours.</summary>
public abstract class ContactMessage : MessageKind
{
    // As with a withdrawal: it is either before this claim or waits for it.
    public override Task LockCause(WellbeingDb db, Message message, CancellationToken cancellationToken) =>
        db.Database.IsPostgres()
            ? db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM \"SupportContacts\" WHERE \"Id\" = {message.SupportContactId} FOR SHARE",
                cancellationToken
            )
            : Task.CompletedTask;

    public override async Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var zone = await db
            .Participants.AsNoTracking()
            .Where(p => p.Id == message.ParticipantId)
            .Select(p => p.TimeZone)
            .SingleAsync(cancellationToken);
        var contact = await db
            .SupportContacts.AsNoTracking()
            .SingleAsync(c => c.Id == message.SupportContactId, cancellationToken);
        return contact.Hours(zone).Within(nowUtc);
    }
}
