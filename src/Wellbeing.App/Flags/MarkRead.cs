using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>A nurse has read these check-ins. What a colleague read first stays theirs.</summary>
/// <param name="CheckInIds">Those that were shown.</param>
/// <param name="ShownAtUtc">When they were: one that its author corrected since has not been read.</param>
[AllowedTo(Roles.Nurse)]
public sealed record MarkRead(Actor By, IReadOnlyCollection<Guid> CheckInIds, DateTime ShownAtUtc)
    : IRequest<int>,
        IActed;

internal sealed class MarkReadValidator : AbstractValidator<MarkRead>
{
    public MarkReadValidator() =>
        RuleFor(r => r.CheckInIds)
            .Must(ids => ids.Count <= 100)
            .OverridePropertyName("checkIns")
            .WithMessage("At most 100 at once.");
}

/// <returns>How many this nurse was the first to read.</returns>
internal sealed class MarkReadHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<MarkRead, int>
{
    public async Task<int> Handle(MarkRead request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ids = request.CheckInIds.ToList();
        var unread = await db
            .CheckIns.Where(c =>
                ids.Contains(c.Id)
                && c.ReadAtUtc == null
                && (c.CorrectedAtUtc == null || c.CorrectedAtUtc <= request.ShownAtUtc)
            )
            .OrderBy(c => c.SubmittedAtUtc)
            .ToListAsync(cancellationToken);
        foreach (var checkIn in unread)
        {
            checkIn.Read(request.By, now);
            db.Audit(
                request.By,
                AuditActions.CheckInRead,
                now,
                checkIn.ParticipantId,
                detail: new CheckInDetail(checkIn.Id)
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        return unread.Count;
    }
}
