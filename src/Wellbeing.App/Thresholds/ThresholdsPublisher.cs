using System.Globalization;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;

namespace Wellbeing.App.Thresholds;

/// <summary>Puts a new version of the thresholds in force.</summary>
internal sealed class ThresholdsPublisher(
    WellbeingDb db,
    GuidanceInForce guidance,
    Calibrations calibrations,
    TimeProvider clock
)
{
    public async Task<PublishGuidanceResult> Publish(
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
