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

internal sealed class ListUsualHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ListUsual, IReadOnlyList<UsualView>>
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
}
