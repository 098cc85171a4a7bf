using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Staff;

/// <summary>One turn: who is on call from when until when (exclusive).</summary>
public sealed record PlannedShift(Guid AccountId, DateTime StartsAtUtc, DateTime EndsAtUtc);

/// <summary>Replaces the rota from the first to the last instant of the given shifts.</summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record PlanRota(Actor By, IReadOnlyList<PlannedShift> Shifts) : IRequest, IActed;

internal sealed class PlanRotaValidator : AbstractValidator<PlanRota>
{
    public PlanRotaValidator()
    {
        RuleFor(r => r.Shifts).NotEmpty().WithMessage("Plan at least one shift.");
        RuleForEach(r => r.Shifts).Must(s => s.EndsAtUtc > s.StartsAtUtc).WithMessage("A shift ends after it starts.");
    }
}

internal sealed class PlanRotaHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<PlanRota>
{
    public async Task Handle(PlanRota request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (from, to) = (request.Shifts.Min(s => s.StartsAtUtc), request.Shifts.Max(s => s.EndsAtUtc));
        db.OnCallShifts.RemoveRange(await db.OnCallShifts.Where(s => s.StartsAtUtc >= from && s.StartsAtUtc < to).ToListAsync(cancellationToken));
        db.OnCallShifts.AddRange(request.Shifts.Select(s => new OnCallShift
        {
            Id = Guid.CreateVersion7(now),
            AccountId = s.AccountId,
            StartsAtUtc = s.StartsAtUtc,
            EndsAtUtc = s.EndsAtUtc,
        }));
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: $"shifts={request.Shifts.Count}");
        await db.SaveChangesAsync(cancellationToken);
    }
}
