using Microsoft.EntityFrameworkCore.Storage;

namespace Wellbeing.App.Data;

internal static class Transactions
{
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
