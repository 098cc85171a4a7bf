using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>How and when the participant is asked.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMySettings(Actor By) : IRequest<MySettings>, IActed;

internal sealed class GetMySettingsHandler(WellbeingDb db) : IRequestHandler<GetMySettings, MySettings>
{
    public async Task<MySettings> Handle(GetMySettings request, CancellationToken cancellationToken) =>
        MySettings.Of(
            await db.Participants.AsNoTracking().SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken)
        );
}
