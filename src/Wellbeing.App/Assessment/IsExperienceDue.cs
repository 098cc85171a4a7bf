using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>True when it is time to ask whether checking in helps.</summary>
[AllowedTo(Roles.Participant)]
public sealed record IsExperienceDue(Actor By) : IRequest<bool>, IActed;

internal sealed class IsExperienceDueHandler(ExperienceDue experienceDue) : IRequestHandler<IsExperienceDue, bool>
{
    public Task<bool> Handle(IsExperienceDue request, CancellationToken cancellationToken) =>
        experienceDue.IsDue(request.By.ParticipantId, cancellationToken);
}
