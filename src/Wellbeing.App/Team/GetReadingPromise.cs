using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>Whether nurses read every check-in, for pages that say who reads them.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink | Roles.LinkHolder | Roles.Nurse | Roles.Administrator)]
public sealed record GetReadingPromise(Actor By) : IRequest<ReadingPromise>, IActed;

internal sealed class GetReadingPromiseHandler(ReadingPromises promises)
    : IRequestHandler<GetReadingPromise, ReadingPromise>
{
    public Task<ReadingPromise> Handle(GetReadingPromise request, CancellationToken cancellationToken) =>
        promises.Get(cancellationToken);
}
