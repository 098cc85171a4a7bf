using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>The screen that waits for the participant's answer; null where none does.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyScreen(Actor By) : IRequest<MyScreen?>, IActed;

public sealed record MyScreen(Guid Id, Instrument Instrument, string AskedByName);

internal sealed class GetMyScreenHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<GetMyScreen, MyScreen?>
{
    public async Task<MyScreen?> Handle(GetMyScreen request, CancellationToken cancellationToken)
    {
        var screen = await db
            .Screens.AsNoTracking()
            .SingleOrDefaultAsync(
                s => s.ParticipantId == request.By.ParticipantId && s.State == ScreenState.Sent,
                cancellationToken
            );
        return screen?.IsOpen(clock.GetUtcNow().UtcDateTime) == true
            ? new MyScreen(screen.Id, screen.Instrument, screen.AskedByName)
            : null;
    }
}
