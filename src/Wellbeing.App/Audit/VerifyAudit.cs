using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Audit;

/// <summary>Walks the audit chain from its beginning and reports the first record that does not hold.</summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record VerifyAudit(Actor By) : IRequest<VerifyAuditResult>, IActed;

/// <param name="Records">How many records hold, from the first.</param>
/// <param name="BrokenAt">Sequence of the first that does not, or null.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record VerifyAuditResult(long Records, long? BrokenAt, string? Problem);

internal sealed class VerifyAuditHandler(WellbeingDb db) : IRequestHandler<VerifyAudit, VerifyAuditResult>
{
    public async Task<VerifyAuditResult> Handle(VerifyAudit request, CancellationToken cancellationToken)
    {
        long expected = 1;
        var previous = AuditRecord.Genesis;
        await foreach (
            var record in db
                .AuditRecords.AsNoTracking()
                .OrderBy(a => a.Sequence)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            if (record.Sequence != expected)
                return Broken(expected, $"Record {expected} is missing.");
            if (!record.PreviousHash.AsSpan().SequenceEqual(previous))
                return Broken(expected, $"Record {expected} does not follow the one before it.");
            if (!record.IsIntact())
                return Broken(expected, $"Record {expected} was altered.");
            previous = record.Hash;
            expected++;
        }

        return new VerifyAuditResult(expected - 1, null, null);

        static VerifyAuditResult Broken(long at, string problem) => new(at - 1, at, problem);
    }
}
