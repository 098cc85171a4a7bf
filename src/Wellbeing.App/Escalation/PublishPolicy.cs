using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Escalation;

/// <summary>
/// Publishes a new version of a severity's escalation policy. Ladders that have begun keep theirs. Rolling back is
/// publishing an old version's plan anew.
/// </summary>
/// <param name="BasedOn">The version the administrator saw; if another was published meanwhile, nothing is.</param>
/// <param name="Reason">Why, 5 to 1,000 characters: kept with the version for good.</param>
[AllowedTo(Roles.Administrator)]
public sealed record PublishPolicy(Actor By, Severity Severity, int BasedOn, EscalationPlan Plan, string Reason)
    : IRequest<PublishPolicyResult>,
        IActed;

public abstract record PublishPolicyResult
{
    public sealed record Published(int Number) : PublishPolicyResult;

    /// <summary>Somebody else published first: show theirs, keep what was typed.</summary>
    public sealed record Outdated(int InForce, string PublishedByName) : PublishPolicyResult;

    /// <summary>It equals the version in force.</summary>
    public sealed record Unchanged : PublishPolicyResult;
}

/// <summary>What a plan must keep to, whoever wrote it.</summary>
public static class PlanRules
{
    public const int MostSteps = 6;
    public static readonly TimeSpan ShortestRepeat = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestRepeat = TimeSpan.FromDays(7);
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(14);
    public static readonly TimeSpan ShortestAcknowledgement = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan LongestAcknowledgement = TimeSpan.FromDays(14);

    /// <summary>What is wrong, by field: "steps[1].after", "steps[0].tell", "repeatEvery", "acknowledgementLasts",
    /// "clock", "steps".</summary>
    public static IEnumerable<(string Field, string Message)> Problems(Severity severity, EscalationPlan plan)
    {
        if (plan.Steps.Count is 0 or > MostSteps)
            yield return ("steps", $"Give 1 to {MostSteps} steps.");
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            if (i == 0 && step.After != TimeSpan.Zero)
                yield return ("steps[0].after", "The first step is taken at once: enter 0.");
            else if (i > 0 && step.After <= plan.Steps[i - 1].After)
                yield return (Field(i, "after"), "Enter a longer time than for the step before.");
            else if (step.After > LongestDelay)
                yield return (Field(i, "after"), "Enter at most 14 days.");
            if (step.Tell.Count == 0)
                yield return (Field(i, "tell"), "Choose at least one who is told.");
            else if (
                step.Tell.Any(t =>
                    !Enum.IsDefined(t.Kind) || t.Kind is TargetKind.NamedUser or TargetKind.Webhook && t.Target is null
                )
            )
                yield return (Field(i, "tell"), "Say who is meant.");
        }

        if (
            plan.Steps.Count > 0
            && plan.Steps.All(s => s.Tell.All(t => t.Kind is TargetKind.SupportContacts or TargetKind.AssignedNurse))
        )
            yield return (
                "steps[0].tell",
                "At least one step must tell the team: support contacts and the assigned nurse may not exist."
            );
        if (plan.RepeatEvery < ShortestRepeat || plan.RepeatEvery > LongestRepeat)
            yield return ("repeatEvery", "Enter 5 minutes to 7 days.");
        if (plan.AcknowledgementLasts < ShortestAcknowledgement || plan.AcknowledgementLasts > LongestAcknowledgement)
            yield return ("acknowledgementLasts", "Enter 15 minutes to 14 days.");
        if (!Enum.IsDefined(plan.Clock))
            yield return ("clock", "Choose how the time counts.");
        else if (severity == Severity.Urgent && plan.Clock != EscalationClock.AroundTheClock)
            yield return ("clock", "Urgent flags count around the clock: a night may not hold them back.");
    }

    private static string Field(int step, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"steps[{step}].{name}");
}

internal sealed class PublishPolicyValidator : AbstractValidator<PublishPolicy>
{
    public PublishPolicyValidator(WellbeingDb db)
    {
        RuleFor(r => r.Reason)
            .Must(r => r is not null && r.Trim().Length is >= 5 and <= 1000 && !r.Contains('\0'))
            .WithMessage("Say why you are changing the policy, in 5 to 1,000 characters.");
        RuleFor(r => r.Severity).IsInEnum().WithMessage("Choose a severity.");
        RuleFor(r => r.Plan)
            .CustomAsync(
                async (plan, context, cancellationToken) =>
                {
                    foreach (var (field, message) in PlanRules.Problems(context.InstanceToValidate.Severity, plan))
                        context.AddFailure(field, message);
                    for (var i = 0; i < plan.Steps.Count; i++)
                    {
                        foreach (var tell in plan.Steps[i].Tell)
                        {
                            var known = tell switch
                            {
                                { Kind: TargetKind.NamedUser, Target: { } account } => await db.Users.AnyAsync(
                                    a => a.Id == account && a.Enabled,
                                    cancellationToken
                                ),
                                { Kind: TargetKind.TeamMailbox, Target: { } mailbox } =>
                                    await db.TeamMailboxes.AnyAsync(m => m.Id == mailbox, cancellationToken),
                                { Kind: TargetKind.Webhook, Target: { } webhook } => await db.Webhooks.AnyAsync(
                                    w => w.Id == webhook && w.Enabled,
                                    cancellationToken
                                ),
                                _ => true,
                            };
                            if (!known)
                                context.AddFailure(
                                    string.Create(CultureInfo.InvariantCulture, $"steps[{i}].tell"),
                                    "Somebody or something named here is no longer there, or switched off. Choose again."
                                );
                        }
                    }
                }
            );
    }
}

internal sealed class PublishPolicyHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<PublishPolicy, PublishPolicyResult>
{
    public async Task<PublishPolicyResult> Handle(PublishPolicy request, CancellationToken cancellationToken)
    {
        var inForce = await db
            .EscalationPolicies.AsNoTracking()
            .Where(p => p.Severity == request.Severity)
            .OrderByDescending(p => p.Number)
            .FirstAsync(cancellationToken);
        if (inForce.Number != request.BasedOn)
            return new PublishPolicyResult.Outdated(inForce.Number, inForce.PublishedByName);
        if (inForce.Plan.SameAs(request.Plan))
            return new PublishPolicyResult.Unchanged();

        var now = clock.GetUtcNow().UtcDateTime;
        var number = inForce.Number + 1; // Unique within the severity, which settles a race: the second publisher runs again and is told.
        db.EscalationPolicies.Add(
            new EscalationPolicy
            {
                Id = Guid.CreateVersion7(now),
                Severity = request.Severity,
                Number = number,
                Plan = request.Plan,
                PublishedAtUtc = now,
                PublishedBy = request.By.UserId,
                PublishedByName = request.By.Name,
                Reason = request.Reason.Trim(),
            }
        );
        db.Audit(request.By, AuditActions.PolicyPublished, now, detail: new PolicyDetail(request.Severity, number));
        await db.SaveChangesAsync(cancellationToken);
        return new PublishPolicyResult.Published(number);
    }
}
