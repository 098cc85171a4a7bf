using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

/// <summary>Messages about a flag.</summary>
public abstract class FlagMessage : MessageKind
{
    public override bool IsToColleagues => true;

    public override bool NamesRecipient => true;

    // The flag's row first, then its messages: an acknowledgement is either before this claim or waits for it.
    public override Task LockCause(WellbeingDb db, Message message, CancellationToken cancellationToken) =>
        LockFlag(db, message, cancellationToken);

    internal static Task LockFlag(WellbeingDb db, Message message, CancellationToken cancellationToken) =>
        db.Database.IsPostgres()
            ? db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM \"Flags\" WHERE \"Id\" = {message.FlagId} FOR SHARE",
                cancellationToken
            )
            : Task.CompletedTask;
}
