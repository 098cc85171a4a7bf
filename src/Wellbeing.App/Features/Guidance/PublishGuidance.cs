using System.Globalization;
using FluentValidation;
using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Guidance;

/// <summary>Publishes a new version of the thresholds. It is in force for every check-in stored afterwards.</summary>
/// <param name="BasedOn">The version the administrator saw; if another was published meanwhile, nothing is.</param>
/// <param name="Reason">Why, 5 to 1,000 characters: kept with the version for good.</param>
[AllowedTo(Roles.Administrator)]
public sealed record PublishGuidance(Actor By, int BasedOn, DetectionSettings Detection, ResponseTargets Respond, string Reason)
    : IRequest<PublishGuidanceResult>, IActed;

public abstract record PublishGuidanceResult
{
    public sealed record Published(int Version) : PublishGuidanceResult;

    /// <summary>Somebody else published first: show theirs, keep what was typed.</summary>
    public sealed record Outdated(int InForce, string PublishedByName) : PublishGuidanceResult;

    /// <summary>Every value equals the version in force.</summary>
    public sealed record Unchanged : PublishGuidanceResult;
}

internal sealed class PublishGuidanceValidator : AbstractValidator<PublishGuidance>
{
    public PublishGuidanceValidator()
    {
        RuleFor(r => r.Reason).Must(r => r is not null && r.Trim().Length is >= 5 and <= 1000)
            .WithMessage("Say why you are changing the settings, in 5 to 1,000 characters.");
        RuleFor(r => r.Reason).Must(r => r?.Contains('\0') != true) // PostgreSQL cannot store it.
            .WithMessage("Remove the character U+0000 from the reason.");
        RuleFor(r => r.Respond.UrgentMinutes).InclusiveBetween(5, 720).OverridePropertyName("respond.urgentMinutes")
            .WithMessage("Enter 5 to 720 minutes.");
        RuleFor(r => r.Respond.SoonWorkingDays).InclusiveBetween(0, 5).OverridePropertyName("respond.soonWorkingDays")
            .WithMessage("Enter 0 to 5 working days.");
        RuleFor(r => r.Respond.ReviewWorkingDays).InclusiveBetween(0, 20).OverridePropertyName("respond.reviewWorkingDays")
            .WithMessage("Enter 0 to 20 working days.");
        RuleFor(r => r.Detection).Custom((settings, context) =>
        {
            foreach (var rule in Enum.GetValues<Rule>().Where(r => r != Rule.RaisedByNurse))
            {
                var key = $"severities.{char.ToLowerInvariant(rule.ToString()[0])}{rule.ToString()[1..]}";
                if (!Enum.IsDefined(settings.Severities.For(rule)))
                    context.AddFailure(key, $"{key} must be Review, Soon or Urgent.");
                else if (rule == Rule.NotSafe && settings.Severities.NotSafe != Detection.Severity.Urgent)
                    context.AddFailure(key, "Somebody who does not feel safe is always Urgent.");
            }

            foreach (var problem in SettingsCatalogue.Problems(settings))
                context.AddFailure(problem.Setting.Key, problem.Message);
        });
    }
}

internal sealed class PublishGuidanceHandler(WellbeingDb db, GuidanceInForce guidance, TimeProvider clock)
    : IRequestHandler<PublishGuidance, PublishGuidanceResult>
{
    public async Task<PublishGuidanceResult> Handle(PublishGuidance request, CancellationToken cancellationToken)
    {
        var inForce = await guidance.Settings(cancellationToken);
        if (inForce.Version != request.BasedOn)
            return new PublishGuidanceResult.Outdated(inForce.Version, inForce.PublishedByName);
        if (inForce.Detection == request.Detection && inForce.Respond == request.Respond)
            return new PublishGuidanceResult.Unchanged();

        var now = clock.GetUtcNow().UtcDateTime;
        var version = inForce.Version + 1; // The key settles a race: the second publisher runs again and is told.
        db.GuidanceSettings.Add(new GuidanceSettings
        {
            Version = version,
            Detection = request.Detection,
            Respond = request.Respond,
            PublishedAtUtc = now,
            PublishedBy = request.By.UserId,
            PublishedByName = request.By.Name,
            Reason = request.Reason.Trim(),
        });
        db.Audit(request.By, AuditActions.GuidancePublished, now, detail: string.Create(CultureInfo.InvariantCulture, $"version={version}"));
        await db.SaveChangesAsync(cancellationToken);
        return new PublishGuidanceResult.Published(version);
    }
}
