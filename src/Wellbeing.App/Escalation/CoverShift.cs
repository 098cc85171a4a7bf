using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Puts a cover on the rota: it stands before what is planned.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record CoverShift(Actor By, Guid NurseId, DateTime StartsAtUtc, DateTime EndsAtUtc) : IRequest, IActed;

internal sealed class CoverShiftValidator : AbstractValidator<CoverShift>
{
    public CoverShiftValidator(WellbeingDb db, TimeProvider clock)
    {
        RuleFor(r => r.NurseId).MustBeNurse(db);
        RuleFor(r => r.EndsAtUtc)
            .Must((r, ends) => ends > r.StartsAtUtc)
            .OverridePropertyName("ends")
            .WithMessage("Enter an end after the beginning.")
            .Must(ends => ends > clock.GetUtcNow().UtcDateTime)
            .OverridePropertyName("ends")
            .WithMessage("Enter an end that is still to come.");
    }
}

internal sealed class CoverShiftHandler(WellbeingDb db, TurnChanges changes, TimeProvider clock)
    : IRequestHandler<CoverShift>
{
    public async Task Handle(CoverShift request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        db.Cover(request.NurseId, request.StartsAtUtc, request.EndsAtUtc, now);
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: new RotaDetail(Cover: true));
        await changes.Tell(request.By, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
