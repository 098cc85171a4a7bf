using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>What nurses said is usual for somebody, the newest first. The team's alone.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ListUsual(Actor By, Guid ParticipantId) : IRequest<IReadOnlyList<UsualView>>, IActed;

/// <param name="Rating">A repeat up to this is at Review.</param>
/// <param name="EndedBecause">Null where it still holds, or its time was over.</param>
public sealed record UsualView(
    Guid Id,
    Guid FlagId,
    int Rating,
    int? Functioning,
    string? Reason,
    string SaidByName,
    DateTime FromUtc,
    DateTime UntilUtc,
    bool Holds,
    DateTime? EndedAtUtc,
    UsualEnd? EndedBecause,
    string? EndedByName
);

/// <summary>Any nurse ends it: from now on a repeat is as grave as its rule says.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record EndUsual(Actor By, Guid ParticipantId, Guid UsualId) : IRequest<bool>, IActed;

internal sealed class UsualHandlers(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ListUsual, IReadOnlyList<UsualView>>,
        IRequestHandler<EndUsual, bool>
{
    private const int Most = 20;

    public async Task<IReadOnlyList<UsualView>> Handle(ListUsual request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var all = await db
            .UsualForPeople.AsNoTracking()
            .Where(u => u.ParticipantId == request.ParticipantId)
            .OrderByDescending(u => u.FromUtc)
            .Take(Most)
            .ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.UsualViewed, now, request.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return
        [
            .. all.Select(u => new UsualView(
                u.Id,
                u.FlagId,
                u.Rating,
                u.Functioning,
                text.Open(u.SealedReason),
                u.SaidByName,
                u.FromUtc,
                u.UntilUtc,
                u.HoldsAt(now),
                u.EndedAtUtc,
                u.EndedBecause,
                u.EndedByName
            )),
        ];
    }

    /// <returns>False where there is none.</returns>
    public async Task<bool> Handle(EndUsual request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.UsualForPeople.SingleOrDefaultAsync(
                u => u.Id == request.UsualId && u.ParticipantId == request.ParticipantId,
                cancellationToken
            )
            is not { } usual
        )
            return false;
        if (!usual.HoldsAt(now))
            return true; // A second click, or its time was over.
        usual.End(UsualEnd.ByNurse, request.By.Name, now);
        db.Audit(
            request.By,
            AuditActions.UsualEnded,
            now,
            request.ParticipantId,
            detail: $"usual={usual.Id:D};because={UsualEnd.ByNurse}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
