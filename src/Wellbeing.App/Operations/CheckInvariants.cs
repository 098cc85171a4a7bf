using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Looks whether what must always hold holds: at start, every hour, in tests, and as <c>wellbeing
/// doctor</c>.</summary>
/// <param name="Everything">False: what is unresolved, and the last <see cref="InvariantCheck.Window"/>, by indexes.
/// True: all of it, the whole audit chain too.</param>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record CheckInvariants(Actor By, bool Everything = false) : IRequest<InvariantReport>, IActed;

/// <param name="Violations">Empty when everything holds.</param>
public sealed record InvariantReport(DateTime AtUtc, IReadOnlyList<Violation> Violations);

internal sealed class CheckInvariantsHandler(WellbeingDb db, HeldWork held, TimeProvider clock)
    : IRequestHandler<CheckInvariants, InvariantReport>
{
    /// <summary>So many are kept for the page and the log; one is enough to act on.</summary>
    private const int Kept = 50;

    public async Task<InvariantReport> Handle(CheckInvariants request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var violations = await AtOneInstant(
            async () =>
            {
                var look = new InvariantCheck(
                    db,
                    now,
                    request.Everything,
                    await db.EngineBeats.MaxAsync(b => (DateTime?)b.LastBeatAtUtc, cancellationToken),
                    await held.BeforeUtc(cancellationToken)
                );
                await FlagChecks.Look(look, cancellationToken);
                await LadderChecks.Look(look, cancellationToken);
                await MessageChecks.Look(look, cancellationToken);
                await CheckInChecks.Look(look, cancellationToken);
                await PromptChecks.Look(look, cancellationToken);
                await AuditChecks.Look(look, cancellationToken);
                return look.Violations;
            },
            cancellationToken
        );

        if (request.Everything)
            return new InvariantReport(now, violations); // Only looks: a copy may be read-only.
        IReadOnlyList<Violation> kept = [.. violations.Take(Kept)];
        await db
            .EngineStatus.Where(s => s.Id == EngineStatus.Only)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.CheckedAtUtc, now).SetProperty(x => x.Violations, kept),
                cancellationToken
            );
        return new InvariantReport(now, violations);
    }

    // One snapshot for all questions, or a change between two of them would look like a fault. Without taking the place
    // of SQLite's one writer: a transaction of EF would.
    private async Task<T> AtOneInstant<T>(Func<Task<T>> look, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
            return await look();
        if (db.Database.IsPostgres())
        {
            await using var snapshot = await db.Database.BeginTransactionAsync(
                System.Data.IsolationLevel.RepeatableRead,
                cancellationToken
            );
            return await look();
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync("BEGIN DEFERRED", cancellationToken);
            try
            {
                return await look();
            }
            finally
            {
                await db.Database.ExecuteSqlRawAsync("ROLLBACK", CancellationToken.None);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
