using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>
/// Takes what is planned in a time off the rota; turns that reach into it are cut there. Covers, swaps and take-overs
/// stay. Nobody is planned then: a gap, which readiness tells.
/// </summary>
/// <returns>How many turns it was.</returns>
[AllowedTo(Roles.Administrator)]
public sealed record ClearPlan(Actor By, DateTime FromUtc, DateTime ToUtc) : IRequest<int>, IActed;

internal sealed class ClearPlanValidator : AbstractValidator<ClearPlan>
{
    public ClearPlanValidator(TimeProvider clock) =>
        RuleFor(r => r.ToUtc)
            .Must((r, to) => to > r.FromUtc)
            .OverridePropertyName("ends")
            .WithMessage("Enter an end after the beginning.")
            .Must(to => to > clock.GetUtcNow().UtcDateTime)
            .OverridePropertyName("ends")
            .WithMessage("Enter an end that is still to come.");
}

internal sealed class ClearPlanHandler(WellbeingDb db, TurnChanges changes, TimeProvider clock)
    : IRequestHandler<ClearPlan, int>
{
    public async Task<int> Handle(ClearPlan request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // Who was on call until now, was.
        var from = request.FromUtc < now ? now : request.FromUtc;
        var cut = await db.CutPlan(from, request.ToUtc, now, cancellationToken);
        if (cut == 0)
            return 0;
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: new RotaDetail(TurnsRemoved: cut));
        await changes.Tell(request.By, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return cut;
    }
}
