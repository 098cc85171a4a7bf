using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Whether an administrator said that setting up is finished: until then it is the administrators'
/// home.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record IsSetUp(Actor By) : IRequest<bool>, IActed;

internal sealed class IsSetUpHandler(WellbeingDb db) : IRequestHandler<IsSetUp, bool>
{
    public Task<bool> Handle(IsSetUp request, CancellationToken cancellationToken) =>
        db.SettingUpMarks.AnyAsync(m => m.Step == SetUpStep.Whole, cancellationToken);
}
