using System.Globalization;
using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>
/// Publishes a new version of the thresholds, with the figures that hold for them: how rare false alarms are, how often
/// findings are right. It is in force for every check-in stored afterwards.
/// </summary>
/// <param name="BasedOn">The version the administrator saw; if another was published meanwhile, nothing is.</param>
/// <param name="Reason">Why, 5 to 1,000 characters: kept with the version for good.</param>
[AllowedTo(Roles.Administrator)]
public sealed record PublishGuidance(
    Actor By,
    int BasedOn,
    DetectionSettings Detection,
    ResponseTargets Respond,
    string Reason
) : IRequest<PublishGuidanceResult>, IActed;

/// <summary>Publishes a draft, which is gone then.</summary>
/// <param name="Seen">The draft's version the administrator read.</param>
/// <param name="BasedOn">The published version they compared it with.</param>
[AllowedTo(Roles.Administrator)]
public sealed record PublishGuidanceDraft(Actor By, Guid DraftId, int Seen, int BasedOn, string Reason)
    : IRequest<PublishGuidanceResult>,
        IActed;

public abstract record PublishGuidanceResult
{
    public sealed record Published(int Version) : PublishGuidanceResult;

    /// <summary>Somebody else published first: show theirs, keep what was typed.</summary>
    public sealed record Outdated(int InForce, string PublishedByName) : PublishGuidanceResult;

    /// <summary>Every value equals the version in force.</summary>
    public sealed record Unchanged : PublishGuidanceResult;

    /// <summary>Two administrators are asked for: one saves a draft, another publishes it.</summary>
    public sealed record NeedsSomebodyElse : PublishGuidanceResult;

    /// <summary>The draft was changed since it was read.</summary>
    public sealed record ChangedBy(string Name) : PublishGuidanceResult;

    /// <summary>The draft was published or thrown away meanwhile.</summary>
    public sealed record NotFound : PublishGuidanceResult;
}

internal sealed class PublishGuidanceValidator : AbstractValidator<PublishGuidance>
{
    public PublishGuidanceValidator()
    {
        RuleFor(r => r.Reason)
            .Must(r => r is not null && r.Trim().Length is >= 5 and <= GuidanceDraft.LongestReason)
            .WithMessage("Say why you are changing the settings, in 5 to 1,000 characters.");
        RuleFor(r => r.Reason)
            .Must(r => r?.Contains('\0') != true) // PostgreSQL cannot store it.
            .WithMessage("Remove the character U+0000 from the reason.");
        this.ChecksThresholds(r => r.Detection, r => r.Respond);
    }
}

/// <summary>What may be published, and so what may be drafted.</summary>
internal static class ThresholdRules
{
    public static void ChecksThresholds<T>(
        this AbstractValidator<T> validator,
        Expression<Func<T, DetectionSettings>> detection,
        Expression<Func<T, ResponseTargets>> respond
    )
    {
        var targets = respond.Compile();
        validator
            .RuleFor(r => targets(r).UrgentMinutes)
            .InclusiveBetween(5, 720)
            .OverridePropertyName("respond.urgentMinutes")
            .WithMessage("Enter 5 to 720 minutes.");
        validator
            .RuleFor(r => targets(r).SoonWorkingDays)
            .InclusiveBetween(0, 5)
            .OverridePropertyName("respond.soonWorkingDays")
            .WithMessage("Enter 0 to 5 working days.");
        validator
            .RuleFor(r => targets(r).ReviewWorkingDays)
            .InclusiveBetween(0, 20)
            .OverridePropertyName("respond.reviewWorkingDays")
            .WithMessage("Enter 0 to 20 working days.");
        validator
            .RuleFor(detection)
            .Custom(
                (settings, context) =>
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
                }
            );
    }
}

internal sealed class PublishGuidanceHandler(
    WellbeingDb db,
    GuidanceInForce guidance,
    Calibrations calibrations,
    IValidator<PublishGuidance> publishable,
    IOptions<GuidanceOptions> options,
    TimeProvider clock
)
    : IRequestHandler<PublishGuidance, PublishGuidanceResult>,
        IRequestHandler<PublishGuidanceDraft, PublishGuidanceResult>
{
    public async Task<PublishGuidanceResult> Handle(PublishGuidance request, CancellationToken cancellationToken) =>
        options.Value.SecondAdministrator
            ? new PublishGuidanceResult.NeedsSomebodyElse()
            : await Publish(request, null, cancellationToken);

    public async Task<PublishGuidanceResult> Handle(PublishGuidanceDraft request, CancellationToken cancellationToken)
    {
        if (
            await db.GuidanceDrafts.SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is not { } draft
        )
            return new PublishGuidanceResult.NotFound();
        if (options.Value.SecondAdministrator && draft.EditedBy == request.By.UserId)
            return new PublishGuidanceResult.NeedsSomebodyElse();
        if (draft.Version != request.Seen)
            return new PublishGuidanceResult.ChangedBy(draft.EditedByName);

        // What was allowed when the draft was saved may not be any more.
        var publish = new PublishGuidance(request.By, request.BasedOn, draft.Detection, draft.Respond, request.Reason);
        await publishable.ValidateAndThrowAsync(publish, cancellationToken);
        return await Publish(publish, draft, cancellationToken);
    }

    private async Task<PublishGuidanceResult> Publish(
        PublishGuidance request,
        GuidanceDraft? draft,
        CancellationToken cancellationToken
    )
    {
        var inForce = await guidance.Settings(cancellationToken);
        if (inForce.Version != request.BasedOn)
            return new PublishGuidanceResult.Outdated(inForce.Version, inForce.PublishedByName);
        if (Calibrations.AreAlike(inForce.Detection, request.Detection) && inForce.Respond == request.Respond)
            return new PublishGuidanceResult.Unchanged();

        var detection = calibrations.Of(request.Detection, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var version = inForce.Version + 1; // The key settles a race: the second publisher runs again and is told.
        db.GuidanceSettings.Add(
            new GuidanceSettings
            {
                Version = version,
                Detection = detection,
                Respond = request.Respond,
                PublishedAtUtc = now,
                PublishedBy = request.By.UserId,
                PublishedByName = request.By.Name,
                DraftedByName = draft is not null && draft.EditedBy != request.By.UserId ? draft.EditedByName : null,
                Reason = request.Reason.Trim(),
            }
        );
        if (draft is not null)
            db.GuidanceDrafts.Remove(draft);
        db.Audit(
            request.By,
            AuditActions.GuidancePublished,
            now,
            detail: string.Create(
                CultureInfo.InvariantCulture,
                $"version={version}{(draft is null ? "" : $" draft={draft.Id:D}")}"
            )
        );
        await db.SaveChangesAsync(cancellationToken);
        return new PublishGuidanceResult.Published(version);
    }
}
