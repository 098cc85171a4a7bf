using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>Somebody for whom checking in makes things worse would like to be rung: a request for contact like that of
/// a check-in.</summary>
/// <param name="RequestId">Made when the page was drawn: sent twice, it asks once.</param>
[AllowedTo(Roles.Participant)]
public sealed record AskForCall(Actor By, Guid RequestId) : IRequest<DateTime?>, IActed;

internal sealed class AskForCallHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    FlagRaiser flags,
    TimeProvider clock
) : IRequestHandler<AskForCall, DateTime?>
{
    /// <returns>By when somebody will have been in touch; null where a nurse has it in hand already.</returns>
    public async Task<DateTime?> Handle(AskForCall request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        var settings = await thresholds.Settings(cancellationToken);
        var flag = await flags.RaiseOrJoin( // A second tap of the same page is found once.
            participant,
            [
                new NewFinding(
                    Rule.ContactRequested,
                    settings.Detection.Severities.ContactRequested,
                    request.RequestId,
                    new ContactRequestedEvidence(null)
                ),
            ],
            settings,
            now,
            cancellationToken
        );
        db.InTurn(participant);
        db.Audit(request.By, AuditActions.CallAsked, now, participant.Id, flag?.Id);
        await db.SaveChangesAsync(cancellationToken);
        return await db.PromisedBy(flag, cancellationToken);
    }
}
