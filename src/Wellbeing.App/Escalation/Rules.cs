using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

internal static class Rules
{
    public static IRuleBuilderOptions<T, Guid> MustBeNurse<T>(this IRuleBuilder<T, Guid> rule, WellbeingDb db) =>
        rule.MustAsync(
                (id, cancellationToken) => db.EnabledIn(Roles.Nurse).AnyAsync(a => a.Id == id, cancellationToken)
            )
            .OverridePropertyName("nurse")
            .WithMessage("Choose a nurse of the team.");

    public static void Plan(
        this WellbeingDb db,
        Guid nurse,
        DateTime startsAtUtc,
        DateTime endsAtUtc,
        DateTime nowUtc
    ) =>
        db.OnCallShifts.Add(
            new OnCallShift
            {
                Id = Guid.CreateVersion7(nowUtc),
                AccountId = nurse,
                StartsAtUtc = startsAtUtc,
                EndsAtUtc = endsAtUtc,
                CreatedAtUtc = nowUtc,
            }
        );

    /// <summary>Removes what is planned between the two, and cuts what reaches into it.</summary>
    /// <returns>How many turns it met.</returns>
    public static async Task<int> CutPlan(
        this WellbeingDb db,
        DateTime fromUtc,
        DateTime toUtc,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var met = await db
            .OnCallShifts.Where(s => !s.IsOverride && s.StartsAtUtc < toUtc && fromUtc < s.EndsAtUtc)
            .ToListAsync(cancellationToken);
        foreach (var old in met)
        {
            if (old.EndsAtUtc > toUtc)
                db.Plan(old.AccountId, toUtc, old.EndsAtUtc, nowUtc);
            if (old.StartsAtUtc < fromUtc)
                old.EndsAtUtc = fromUtc;
            else
                db.OnCallShifts.Remove(old);
        }

        return met.Count;
    }

    public static void Cover(
        this WellbeingDb db,
        Guid nurse,
        DateTime startsAtUtc,
        DateTime endsAtUtc,
        DateTime nowUtc
    ) =>
        db.OnCallShifts.Add(
            new OnCallShift
            {
                Id = Guid.CreateVersion7(nowUtc),
                AccountId = nurse,
                StartsAtUtc = startsAtUtc,
                EndsAtUtc = endsAtUtc,
                IsOverride = true,
                CreatedAtUtc = nowUtc,
            }
        );
}
