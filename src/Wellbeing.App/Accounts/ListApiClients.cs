using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>The programs that use the API: those that may still, then those that ended; newest first.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListApiClients(Actor By) : IRequest<IReadOnlyList<ApiClientRow>>, IActed;

/// <param name="LastUsedAtUtc">To the minute; null where it never was.</param>
/// <param name="Keys">Those that open something, newest first.</param>
public sealed record ApiClientRow(
    Guid Id,
    string Name,
    IReadOnlyList<ApiScope> Scopes,
    DateTime CreatedAtUtc,
    string CreatedByName,
    DateTime? EndsAtUtc,
    DateTime? RevokedAtUtc,
    string? RevokedByName,
    bool Open,
    DateTime? LastUsedAtUtc,
    IReadOnlyList<ApiKeyRow> Keys
);

public sealed record ApiKeyRow(string Start, DateTime MadeAtUtc, DateTime? EndsAtUtc, DateTime? LastUsedAtUtc);

internal sealed class ListApiClientsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListApiClients, IReadOnlyList<ApiClientRow>>
{
    public async Task<IReadOnlyList<ApiClientRow>> Handle(ListApiClients request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var clients = await db.ApiClients.AsNoTracking().Include(c => c.Keys).ToListAsync(cancellationToken);
        return
        [
            .. clients
                .OrderByDescending(c => c.IsOpen(now))
                .ThenByDescending(c => c.CreatedAtUtc)
                .ThenByDescending(c => c.Id)
                .Select(c => new ApiClientRow(
                    c.Id,
                    c.Name,
                    c.Scopes,
                    c.CreatedAtUtc,
                    c.CreatedByName,
                    c.EndsAtUtc,
                    c.RevokedAtUtc,
                    c.RevokedByName,
                    c.IsOpen(now),
                    c.Keys.Max(k => k.LastUsedAtUtc),
                    c.IsOpen(now)
                        ?
                        [
                            .. c
                                .Keys.Where(k => k.IsOpen(now))
                                .OrderByDescending(k => k.MadeAtUtc)
                                .Select(k => new ApiKeyRow(k.Start, k.MadeAtUtc, k.EndsAtUtc, k.LastUsedAtUtc)),
                        ]
                        : []
                )),
        ];
    }
}
