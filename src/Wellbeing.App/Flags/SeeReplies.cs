using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>A page showed the participant these notes of their nurses; anybody else's are left alone.</summary>
[AllowedTo(Roles.Participant)]
public sealed record SeeReplies(Actor By, IReadOnlyCollection<Guid> ReplyIds) : IRequest, IActed;

internal sealed class SeeRepliesHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<SeeReplies>
{
    public async Task Handle(SeeReplies request, CancellationToken cancellationToken)
    {
        if (request.ReplyIds.Count == 0)
            return;
        var now = clock.GetUtcNow().UtcDateTime;
        await db
            .CheckInReplies.Where(r =>
                r.ParticipantId == request.By.ParticipantId && r.SeenAtUtc == null && request.ReplyIds.Contains(r.Id)
            )
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.SeenAtUtc, now), cancellationToken);
    }
}
