using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>What the participant agreed to, and when.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyConsent(Actor By) : IRequest<Consent?>, IActed;

internal sealed class GetMyConsentHandler(WellbeingDb db) : IRequestHandler<GetMyConsent, Consent?>
{
    public Task<Consent?> Handle(GetMyConsent request, CancellationToken cancellationToken) =>
        db.LastConsentOf(request.By.ParticipantId!.Value, cancellationToken);
}
