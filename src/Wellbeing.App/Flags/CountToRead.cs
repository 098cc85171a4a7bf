using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>How much waits to be read, for the navigation and the front of the flags. It names nobody.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record CountToRead(Actor By) : IRequest<ToReadCount>, IActed;

/// <param name="Unread">At most <see cref="Most"/>: more is "many".</param>
/// <param name="Overdue">Of them, sent so long ago that they should have been read by now; at most
/// <see cref="Most"/>.</param>
public sealed record ToReadCount(int Unread, int Overdue)
{
    /// <summary>Counting ends here, however much has gathered.</summary>
    public const int Most = 1000;
}

internal sealed class CountToReadHandler(Unread unread, TimeProvider clock) : IRequestHandler<CountToRead, ToReadCount>
{
    public async Task<ToReadCount> Handle(CountToRead request, CancellationToken cancellationToken) =>
        new(
            await (await unread.All(cancellationToken))
                .OrderBy(c => c.SubmittedAtUtc)
                .Take(ToReadCount.Most)
                .CountAsync(cancellationToken),
            await unread.Overdue(clock.GetUtcNow().UtcDateTime, cancellationToken)
        );
}
