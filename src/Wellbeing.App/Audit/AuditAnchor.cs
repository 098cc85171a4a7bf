using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Audit;

/// <summary>
/// The end of the audit chain, remembered in a file outside the database: a chain alone does not show that its end was
/// cut off, nor that the whole database is an older one.
/// </summary>
public sealed record AuditAnchor(long Sequence, string Hash, DateTime AtUtc)
{
    /// <summary>Null where there is none, or none that can be read.</summary>
    public static AuditAnchor? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<AuditAnchor>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file as a whole.</summary>
    public void Write(string file)
    {
        File.WriteAllText(Beside(file), JsonSerializer.Serialize(this));
        File.Move(Beside(file), file, overwrite: true);
    }

    /// <summary>Where it is written before it takes the file's place.</summary>
    public static string Beside(string file) => file + ".new";
}

/// <summary>The end of the chain now; null while it is empty.</summary>
[AllowedTo(Roles.System)]
public sealed record GetAuditHead(Actor By) : IRequest<AuditAnchor?>, IActed;

internal sealed class GetAuditHeadHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetAuditHead, AuditAnchor?>
{
    public async Task<AuditAnchor?> Handle(GetAuditHead request, CancellationToken cancellationToken) =>
        await db
            .AuditRecords.AsNoTracking()
            .OrderByDescending(a => a.Sequence)
            .Select(a => new { a.Sequence, a.Hash })
            .FirstOrDefaultAsync(cancellationToken)
            is { } head
            ? new AuditAnchor(head.Sequence, Convert.ToHexStringLower(head.Hash), clock.GetUtcNow().UtcDateTime)
            : null;
}

/// <summary>Whether the log still holds the record an anchor remembers.</summary>
[AllowedTo(Roles.System)]
public sealed record HoldsAnchor(Actor By, AuditAnchor Anchor) : IRequest<bool>, IActed;

internal sealed class HoldsAnchorHandler(WellbeingDb db) : IRequestHandler<HoldsAnchor, bool>
{
    public async Task<bool> Handle(HoldsAnchor request, CancellationToken cancellationToken) =>
        await db
            .AuditRecords.AsNoTracking()
            .Where(a => a.Sequence == request.Anchor.Sequence)
            .Select(a => a.Hash)
            .SingleOrDefaultAsync(cancellationToken)
            is { } hash
        && Convert.ToHexStringLower(hash) == request.Anchor.Hash;
}
