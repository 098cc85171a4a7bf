using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

internal static class CancelMessages
{
    /// <summary>Cancels, within the caller's transaction, everything that has not left for a support contact.</summary>
    public static Task CancelUnsentTo(
        this WellbeingDb db,
        Guid supportContactId,
        CancellationToken cancellationToken
    ) =>
        db
            .Messages.Unsent()
            .Where(n => n.SupportContactId == supportContactId)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.State, MessageState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );

    /// <summary>As above, for messages of one kind.</summary>
    public static Task CancelUnsentTo(
        this WellbeingDb db,
        Guid supportContactId,
        string kind,
        CancellationToken cancellationToken
    ) =>
        db
            .Messages.Unsent()
            .Where(n => n.SupportContactId == supportContactId && n.Kind == kind)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.State, MessageState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );

    /// <summary>Cancels one message, if it has not left.</summary>
    /// <param name="key">Its <see cref="Message.DedupKey"/>.</param>
    public static Task CancelUnsentMail(this WellbeingDb db, string key, CancellationToken cancellationToken) =>
        db
            .Messages.Unsent()
            .Where(n => n.DedupKey == key)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.State, MessageState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );
}
