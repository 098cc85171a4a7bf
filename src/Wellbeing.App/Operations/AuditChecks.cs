using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Engine;

namespace Wellbeing.App.Operations;

/// <summary>The end of the audit chain every hour; the whole of it on request.</summary>
internal static class AuditChecks
{
    private const int Tail = 2_000;

    public static async Task Look(InvariantCheck look, CancellationToken cancellationToken)
    {
        var db = look.Db;
        var first = look.Everything
            ? 1
            : Math.Max(1, await db.AuditRecords.MaxAsync(a => (long?)a.Sequence, cancellationToken) - Tail ?? 1);
        byte[]? previous = first == 1 ? AuditRecord.Genesis : null;
        var expected = first;
        await foreach (
            var record in db
                .AuditRecords.AsNoTracking()
                .Where(a => a.Sequence >= first)
                .OrderBy(a => a.Sequence)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            if (
                record.Sequence != expected
                || (previous is not null && !record.PreviousHash.AsSpan().SequenceEqual(previous))
                || !record.IsIntact()
            )
            {
                look.Add(
                    Invariants.Chain,
                    string.Create(CultureInfo.InvariantCulture, $"audit record {expected}"),
                    "It was altered, removed or re-ordered. Run wellbeing verify-audit."
                );
                return;
            }

            previous = record.Hash;
            expected++;
        }
    }
}
