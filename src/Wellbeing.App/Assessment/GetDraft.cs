using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>The check-in the person has begun, or null.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetDraft(Actor By) : IRequest<Draft?>, IActed;

internal sealed class GetDraftHandler(DraftStore draftStore) : IRequestHandler<GetDraft, Draft?>
{
    public async Task<Draft?> Handle(GetDraft request, CancellationToken cancellationToken) =>
        await draftStore.Find(request.By, cancellationToken) is { } draft
            ? await draftStore.Read(
                draft,
                await draftStore.Participant(request.By, cancellationToken),
                cancellationToken
            )
            : null;
}
