using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Flags;

/// <summary>How many wait, for the list of flags.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record CountRechecks(Actor By) : IRequest<int>, IActed;

internal sealed class CountRechecksHandler(WellbeingDb db) : IRequestHandler<CountRechecks, int>
{
    public Task<int> Handle(CountRechecks request, CancellationToken cancellationToken) =>
        db.Rechecks.CountAsync(r => r.State == RecheckState.Due, cancellationToken);
}
