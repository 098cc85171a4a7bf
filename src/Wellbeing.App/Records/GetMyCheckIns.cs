using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>The participant's own check-ins since an instant, newest first.</summary>
/// <param name="Take">At most so many, 1 to 1,000; null for all of them.</param>
[AllowedTo(Roles.Participant)]
public sealed record GetMyCheckIns(Actor By, DateTime? SinceUtc = null, int? Take = null)
    : IRequest<IReadOnlyList<CheckInView>>,
        IActed;

internal sealed class GetMyCheckInsHandler(WellbeingDb db, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<GetMyCheckIns, IReadOnlyList<CheckInView>>
{
    public async Task<IReadOnlyList<CheckInView>> Handle(GetMyCheckIns request, CancellationToken cancellationToken)
    {
        var since = request.SinceUtc ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
        var checkIns = await db
            .CheckIns.AsNoTracking()
            .Where(c => c.ParticipantId == request.By.ParticipantId && c.SubmittedAtUtc >= since)
            .OrderByDescending(c => c.SubmittedAtUtc)
            .Take(request.Take is { } most ? Math.Clamp(most, 1, 1000) : int.MaxValue)
            .ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.CheckInsViewed, clock.GetUtcNow().UtcDateTime, request.By.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return [.. (await questions.Views(checkIns, cancellationToken)).Select(c => c.For(request.By))];
    }
}
