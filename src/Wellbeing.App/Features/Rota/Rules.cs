using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;

namespace Wellbeing.App.Features.Rota;

internal static class Rules
{
    public static IRuleBuilderOptions<T, Guid> MustBeNurse<T>(this IRuleBuilder<T, Guid> rule, WellbeingDb db) =>
        rule.MustAsync((id, cancellationToken) => db.EnabledIn(Roles.Nurse).AnyAsync(a => a.Id == id, cancellationToken))
            .OverridePropertyName("nurse").WithMessage("Choose a nurse of the team.");

    public static void Cover(this WellbeingDb db, Guid nurse, DateTime startsAtUtc, DateTime endsAtUtc, DateTime nowUtc) =>
        db.OnCallShifts.Add(new OnCallShift
        {
            Id = Guid.CreateVersion7(nowUtc),
            AccountId = nurse,
            StartsAtUtc = startsAtUtc,
            EndsAtUtc = endsAtUtc,
            IsOverride = true,
            CreatedAtUtc = nowUtc,
        });
}
