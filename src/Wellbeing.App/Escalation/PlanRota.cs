using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
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

internal sealed class PlanRotaHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<PlanRota>
{
    public async Task Handle(PlanRota request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (from, to) = (request.Shifts.Min(s => s.StartsAtUtc), request.Shifts.Max(s => s.EndsAtUtc));
        await db.CutPlan(from, to, now, cancellationToken);
        foreach (var shift in request.Shifts)
            db.Plan(shift.AccountId, shift.StartsAtUtc, shift.EndsAtUtc, now);
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: $"shifts={request.Shifts.Count}");
        await db.SaveChangesAsync(cancellationToken);
    }
}

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

internal sealed class ClearPlanHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ClearPlan, int>
{
    public async Task<int> Handle(ClearPlan request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // Who was on call until now, was.
        var from = request.FromUtc < now ? now : request.FromUtc;
        var cut = await db.CutPlan(from, request.ToUtc, now, cancellationToken);
        if (cut == 0)
            return 0;
        db.Audit(
            request.By,
            AuditActions.RotaChanged,
            now,
            detail: string.Create(CultureInfo.InvariantCulture, $"turns-removed={cut}")
        );
        await db.SaveChangesAsync(cancellationToken);
        return cut;
    }
}

/// <summary>
/// A pattern that repeats: turns of so many days each, handed over at the same time of the team's clock. Seven names
/// with turns of a day are a weekly pattern; some names with turns of a week are a rotation.
/// </summary>
/// <param name="Order">Who follows whom; a name may come more than once.</param>
public sealed record RotaPattern(IReadOnlyList<Guid> Order, DateOnly First, TimeOnly HandOver, int DaysEach, int Turns)
{
    /// <summary>The turns: a day on which the clocks change makes one an hour longer or shorter, and none
    /// overlap.</summary>
    public IReadOnlyList<PlannedShift> In(string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        return
        [
            .. Enumerable
                .Range(0, Turns)
                .Select(turn => new PlannedShift(Order[turn % Order.Count], At(turn), At(turn + 1))),
        ];

        DateTime At(int turn) =>
            (LocalDate.FromDateOnly(First.AddDays(turn * DaysEach)) + LocalTime.FromTimeOnly(HandOver))
                .InZoneLeniently(zone)
                .ToDateTimeUtc();
    }
}

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

internal sealed class CoverShiftHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<CoverShift>
{
    public async Task Handle(CoverShift request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        db.Cover(request.NurseId, request.StartsAtUtc, request.EndsAtUtc, now);
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: "cover=1");
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Takes an override off the rota again: what is planned counts.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RemoveCovers(Actor By, DateTime FromUtc, DateTime ToUtc) : IRequest, IActed;

internal sealed class RemoveCoversHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RemoveCovers>
{
    public async Task Handle(RemoveCovers request, CancellationToken cancellationToken)
    {
        var covers = await db
            .OnCallShifts.Where(s => s.IsOverride && s.StartsAtUtc < request.ToUtc && request.FromUtc < s.EndsAtUtc)
            .ToListAsync(cancellationToken);
        if (covers.Count == 0)
            return;
        db.OnCallShifts.RemoveRange(covers);
        db.Audit(
            request.By,
            AuditActions.RotaChanged,
            clock.GetUtcNow().UtcDateTime,
            detail: string.Create(CultureInfo.InvariantCulture, $"covers-removed={covers.Count}")
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
