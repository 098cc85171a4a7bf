using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Flags;

internal static class UnsentFlagMessages
{
    /// <summary>
    /// Cancels the flag's messages that have not left, within the caller's transaction. That a nurse was given the flag
    /// is told all the same, and so is what is new about one they have: the claim looks whether it is still theirs.
    /// </summary>
    public static Task CancelUnsent(this WellbeingDb db, Guid flagId, CancellationToken cancellationToken) =>
        db
            .Messages.Unsent()
            .Where(n => n.FlagId == flagId && n.Kind != FlagAssigned.Kind && n.Kind != FlagGrew.Kind)
            .ExecuteUpdateAsync(
                n =>
                    n.SetProperty(x => x.State, MessageState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );
}
