using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>What is known before somebody checks in; nothing of it is shown to anybody.</summary>
/// <param name="OnBehalfOf">Nurses only: the participant who is asked by telephone.</param>
[AllowedTo(Roles.Participant | Roles.CheckInLink | Roles.Nurse)]
public sealed record GetStrongStretch(Actor By, Guid? OnBehalfOf = null) : IRequest<StrongStretch>, IActed;

internal sealed class GetStrongStretchHandler(StretchReader stretches)
    : IRequestHandler<GetStrongStretch, StrongStretch>
{
    public Task<StrongStretch> Handle(GetStrongStretch request, CancellationToken cancellationToken) =>
        stretches.Of(
            request.By.Is(Roles.Nurse) && request.OnBehalfOf is { } other
                ? other
                : request.By.ParticipantId ?? throw new UnauthorizedAccessException("A check-in is one's own."),
            cancellationToken
        );
}
