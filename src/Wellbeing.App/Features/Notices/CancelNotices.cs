using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;

namespace Wellbeing.App.Features.Notices;

internal static class CancelNotices
{
    /// <summary>
    /// Cancels the flag's messages that have not left, within the caller's transaction. That a nurse was given the flag
    /// is told all the same, and so is what is new about one they have: the claim looks whether it is still theirs.
    /// </summary>
    public static Task CancelUnsent(this WellbeingDb db, Guid flagId, CancellationToken cancellationToken) =>
        db
            .Notices.Where(n =>
                n.FlagId == flagId
                && n.Purpose != NoticePurpose.FlagAssigned
                && n.Purpose != NoticePurpose.FlagGrew
                && n.Purpose != NoticePurpose.ScreenAnswered
                && (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
            )
            .ExecuteUpdateAsync(
                n => n.SetProperty(x => x.State, NoticeState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );

    /// <summary>As <see cref="CancelUnsent"/>, for everything that has not left for a support contact.</summary>
    public static Task CancelUnsentTo(
        this WellbeingDb db,
        Guid supportContactId,
        CancellationToken cancellationToken
    ) =>
        db
            .Notices.Where(n =>
                n.SupportContactId == supportContactId
                && (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
            )
            .ExecuteUpdateAsync(
                n => n.SetProperty(x => x.State, NoticeState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );

    /// <summary>As above, for messages of one purpose.</summary>
    public static Task CancelUnsentTo(
        this WellbeingDb db,
        Guid supportContactId,
        NoticePurpose purpose,
        CancellationToken cancellationToken
    ) =>
        db
            .Notices.Where(n =>
                n.SupportContactId == supportContactId
                && n.Purpose == purpose
                && (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
            )
            .ExecuteUpdateAsync(
                n => n.SetProperty(x => x.State, NoticeState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );

    /// <summary>Cancels one message, if it has not left.</summary>
    /// <param name="key">Its <see cref="Notice.DedupKey"/>.</param>
    public static Task CancelUnsentMail(this WellbeingDb db, string key, CancellationToken cancellationToken) =>
        db
            .Notices.Where(n =>
                n.DedupKey == key && (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
            )
            .ExecuteUpdateAsync(
                n => n.SetProperty(x => x.State, NoticeState.Cancelled).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );

    /// <summary>Begins a transaction, unless the caller's caller already did.</summary>
    public static async Task<OwnTransaction> BeginUnlessBegun(
        this WellbeingDb db,
        CancellationToken cancellationToken
    ) =>
        new(db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null);
}

/// <summary>A transaction to commit here, or nothing where an outer one is open. Rolls back when disposed
/// uncommitted.</summary>
internal sealed class OwnTransaction(IDbContextTransaction? transaction) : IAsyncDisposable
{
    public Task CommitIfOwn(CancellationToken cancellationToken) =>
        transaction?.CommitAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => transaction?.DisposeAsync() ?? ValueTask.CompletedTask;
}
