using System.Globalization;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;

namespace Wellbeing.App.Thresholds;

/// <summary>Puts a new version of the thresholds in force.</summary>
internal sealed class ThresholdsPublisher(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    Calibrations calibrations,
    TimeProvider clock
)
{
    public async Task<PublishThresholdsResult> Publish(
        PublishThresholds request,
        ThresholdDraft? draft,
        CancellationToken cancellationToken
    )
    {
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
            detail: string.Create(
                CultureInfo.InvariantCulture,
                $"version={version}{(draft is null ? "" : $" draft={draft.Id:D}")}"
            )
        );
        await db.SaveChangesAsync(cancellationToken);
        return new PublishThresholdsResult.Published(version);
    }
}
