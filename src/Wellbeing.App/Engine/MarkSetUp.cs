using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Engine;

/// <summary>An administrator looked at a step and found it right as it is, or says that setting up is finished. Saying
/// it twice changes nothing.</summary>
/// <param name="Step">One of <see cref="MayBeMarked"/>.</param>
[AllowedTo(Roles.Administrator)]
public sealed record MarkSetUp(Actor By, SetUpStep Step) : IRequest, IActed
{
    /// <summary>What the product can see for itself is done when it is done, whatever anybody says.</summary>
    public static bool MayBeMarked(SetUpStep step) =>
        step
            is SetUpStep.WhoWeAre
                or SetUpStep.Safekeeping
                or SetUpStep.Hours
                or SetUpStep.WhoIsTold
                or SetUpStep.Thresholds
                or SetUpStep.Languages
                or SetUpStep.Whole;
}

internal sealed class MarkSetUpValidator : AbstractValidator<MarkSetUp>
{
    public MarkSetUpValidator() =>
        RuleFor(r => r.Step)
            .Must(MarkSetUp.MayBeMarked)
            .OverridePropertyName("step")
            .WithMessage("This step is done by doing it.");
}

internal sealed class MarkSetUpHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<MarkSetUp>
{
    public async Task Handle(MarkSetUp request, CancellationToken cancellationToken)
    {
        await db.MarkSetUp(request.By, request.Step, clock.GetUtcNow().UtcDateTime, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal static class SettingUpMarks
{
    /// <summary>Adds the first mark of a step, with an audit record, to the next save; a second one changes
    /// nothing.</summary>
    public static async Task MarkSetUp(
        this WellbeingDb db,
        Actor by,
        SetUpStep step,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        if (await db.SettingUpMarks.AnyAsync(m => m.Step == step, cancellationToken))
            return;
        db.SettingUpMarks.Add(
            new SettingUpMark
            {
                Step = step,
                AtUtc = nowUtc,
                By = by.UserId,
                ByName = by.Name,
            }
        );
        db.Audit(by, AuditActions.SetUpMarked, nowUtc, detail: new SetUpDetail(step));
    }
}
