using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Wellbeing.App.Data;

/// <summary>No transaction ends without the audit records of what it saved.</summary>
internal sealed class AuditAtCommit : DbTransactionInterceptor
{
    public static readonly AuditAtCommit Only = new();

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is WellbeingDb { Database.CurrentTransaction: { } current } db)
            await db.AppendAudit(current, cancellationToken);
        return result;
    }

    public override InterceptionResult TransactionCommitting(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result
    ) =>
        eventData.Context is WellbeingDb db && db.HasAuditToWrite(db.Database.CurrentTransaction)
            ? throw new NotSupportedException("Commit asynchronously.")
            : result;
}
