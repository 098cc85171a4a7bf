using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>One turn: who is on call from when until when (exclusive).</summary>
public sealed record PlannedShift(Guid AccountId, DateTime StartsAtUtc, DateTime EndsAtUtc);

/// <summary>
/// Replaces what is planned from the first to the last instant of the given shifts; turns that reach into it are cut
/// there. Swaps, covers and take-overs stand before any plan and stay.
/// </summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record PlanRota(Actor By, IReadOnlyList<PlannedShift> Shifts) : IRequest, IActed;

internal sealed class PlanRotaValidator : AbstractValidator<PlanRota>
{
    public PlanRotaValidator(WellbeingDb db)
    {
        RuleFor(r => r.Shifts).NotEmpty().WithMessage("Plan at least one shift.");
        RuleForEach(r => r.Shifts).Must(s => s.EndsAtUtc > s.StartsAtUtc).WithMessage("A shift ends after it starts.");
        RuleForEach(r => r.Shifts.Select(s => s.AccountId).Distinct()).MustBeNurse(db);
    }
}

internal sealed class PlanRotaHandler(WellbeingDb db, TurnChanges changes, TimeProvider clock)
    : IRequestHandler<PlanRota>
{
    public async Task Handle(PlanRota request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (from, to) = (request.Shifts.Min(s => s.StartsAtUtc), request.Shifts.Max(s => s.EndsAtUtc));
        await db.CutPlan(from, to, now, cancellationToken);
        foreach (var shift in request.Shifts)
            db.Plan(shift.AccountId, shift.StartsAtUtc, shift.EndsAtUtc, now);
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: new RotaDetail(Turns: request.Shifts.Count));
        await changes.Tell(request.By, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
