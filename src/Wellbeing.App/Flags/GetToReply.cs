using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>One check-in to send a note about. Looking at it here does not mark it read; sending the note
/// does.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record GetToReply(Actor By, Guid CheckInId) : IRequest<ToReply?>, IActed;

/// <param name="Language">The person's, as a tag.</param>
/// <param name="AtUtc">When it was drawn.</param>
public sealed record ToReply(CheckInView CheckIn, Guid ParticipantId, string Name, string Language, DateTime AtUtc);

internal sealed class GetToReplyHandler(WellbeingDb db, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<GetToReply, ToReply?>
{
    public async Task<ToReply?> Handle(GetToReply request, CancellationToken cancellationToken)
    {
        if (
            await db.CheckIns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CheckInId, cancellationToken)
            is not { } checkIn
        )
            return null;
        var person = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == checkIn.ParticipantId, cancellationToken);
        if (person.ClosedAtUtc is not null)
            return null;
        var now = clock.GetUtcNow().UtcDateTime;
        db.Audit(request.By, AuditActions.CheckInsViewed, now, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new ToReply(
            await questions.View(checkIn, cancellationToken),
            person.Id,
            person.Name,
            person.Language,
            now
        );
    }
}
