using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>One check-in of the participant's own; null for anybody else's.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyCheckInById(Actor By, Guid CheckInId) : IRequest<CheckInView?>, IActed;

internal sealed class GetMyCheckInByIdHandler(WellbeingDb db, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<GetMyCheckInById, CheckInView?>
{
    public async Task<CheckInView?> Handle(GetMyCheckInById request, CancellationToken cancellationToken)
    {
        var checkIn = await db
            .CheckIns.AsNoTracking()
            .SingleOrDefaultAsync(
                c => c.Id == request.CheckInId && c.ParticipantId == request.By.ParticipantId,
                cancellationToken
            );
        if (checkIn is null)
            return null;
        db.Audit(request.By, AuditActions.CheckInsViewed, clock.GetUtcNow().UtcDateTime, request.By.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return (await questions.View(checkIn, cancellationToken)).For(request.By);
    }
}
