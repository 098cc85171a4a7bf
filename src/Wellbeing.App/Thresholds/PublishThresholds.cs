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
public sealed record PublishThresholds(
    Actor By,
    int BasedOn,
    DetectionSettings Detection,
    ResponseTargets Respond,
    string Reason
) : IRequest<PublishThresholdsResult>, IActed
{
    /// <summary>The draft that holds these values, and is gone once they are published; null where they are no
    /// draft's.</summary>
    public DraftRead? Draft { get; init; }
}

/// <param name="Seen">The draft's version the administrator read.</param>
public sealed record DraftRead(Guid Id, int Seen);

internal sealed class PublishThresholdsValidator : AbstractValidator<PublishThresholds>
{
    public PublishThresholdsValidator()
    {
        RuleFor(r => r.Reason)
            .Must(r => r is not null && r.Trim().Length is >= 5 and <= ThresholdDraft.LongestReason)
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

internal sealed class PublishThresholdsHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    Calibrations calibrations,
    IOptions<ThresholdOptions> options,
    TimeProvider clock
) : IRequestHandler<PublishThresholds, PublishThresholdsResult>
{
    public async Task<PublishThresholdsResult> Handle(PublishThresholds request, CancellationToken cancellationToken)
    {
        var draft = request.Draft is { } read
            ? await db.ThresholdDrafts.SingleOrDefaultAsync(d => d.Id == read.Id, cancellationToken)
            : null;
        if (draft is null && request.Draft is not null)
            return new PublishThresholdsResult.NotFound();
        if (options.Value.SecondAdministrator && (draft is null || draft.EditedBy == request.By.UserId))
            return new PublishThresholdsResult.NeedsSomebodyElse();
        if (draft is not null && !(draft.Version == request.Draft!.Seen && Holds(draft, request)))
            return new PublishThresholdsResult.ChangedBy(draft.EditedByName);

        var inForce = await thresholds.Settings(cancellationToken);
        if (inForce.Version != request.BasedOn)
            return new PublishThresholdsResult.Outdated(inForce.Version, inForce.PublishedByName);
        if (Calibrations.AreAlike(inForce.Detection, request.Detection) && inForce.Respond == request.Respond)
            return new PublishThresholdsResult.Unchanged();

        var detection = calibrations.Of(request.Detection, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var version = inForce.Version + 1; // The key settles a race: the second publisher runs again and is told.
        db.ThresholdSettings.Add(
            new ThresholdSettings
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
            db.ThresholdDrafts.Remove(draft);
        db.Audit(
            request.By,
            AuditActions.ThresholdsPublished,
            now,
            detail: new PublishedThresholdsDetail(version, draft?.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new PublishThresholdsResult.Published(version);
    }

    private static bool Holds(ThresholdDraft draft, PublishThresholds request) =>
        Calibrations.AreAlike(draft.Detection, request.Detection) && draft.Respond == request.Respond;
}
