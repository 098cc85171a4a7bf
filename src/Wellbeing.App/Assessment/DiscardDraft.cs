using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>Throws the begun check-in away.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record DiscardDraft(Actor By) : IRequest, IActed;

internal sealed class DiscardDraftHandler(WellbeingDb db) : IRequestHandler<DiscardDraft>
{
    public async Task Handle(DiscardDraft request, CancellationToken cancellationToken) =>
        await db
            .CheckInDrafts.Where(d => d.ParticipantId == request.By.ParticipantId)
            .ExecuteDeleteAsync(cancellationToken);
}
