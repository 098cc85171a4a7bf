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
    public override Task LockCause(WellbeingDb db, Notice notice, CancellationToken cancellationToken) =>
        LockFlag(db, notice, cancellationToken);

    internal static Task LockFlag(WellbeingDb db, Notice notice, CancellationToken cancellationToken) =>
        db.Database.IsPostgres()
            ? db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM \"Flags\" WHERE \"Id\" = {notice.FlagId} FOR SHARE",
                cancellationToken
            )
            : Task.CompletedTask;
}
