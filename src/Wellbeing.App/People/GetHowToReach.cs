using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>How somebody is reached and addressed, and nothing else of theirs. Null where there is no such
/// person.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record GetHowToReach(Actor By, Guid ParticipantId) : IRequest<HowToReach?>, IActed;

/// <param name="Language">Of their pages and mails.</param>
/// <param name="MayLeaveMessage">Null where they have not said; then nobody leaves one.</param>
public sealed record HowToReach(
    Guid Id,
    string Name,
    string Email,
    string? Phone,
    TimeToCall? BestTimeToCall,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    string Language,
    HowToAddress Address
);

internal sealed class GetHowToReachHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetHowToReach, HowToReach?>
{
    public async Task<HowToReach?> Handle(GetHowToReach request, CancellationToken cancellationToken)
    {
        var person = await db
            .Participants.AsNoTracking()
            .TakingPart()
            .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken);
        if (person is null)
            return null;
        db.Audit(request.By, AuditActions.ParticipantViewed, clock.GetUtcNow().UtcDateTime, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new HowToReach(
            person.Id,
            person.Name,
            person.Email,
            person.Phone,
            person.BestTimeToCall,
            person.MayLeaveMessage,
            person.NeedsInterpreter,
            person.Language,
            person.HowToCall().Address
        );
    }
}
