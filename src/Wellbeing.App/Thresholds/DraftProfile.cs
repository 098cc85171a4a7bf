using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>
/// Fills a draft with a profile as a whole, to try out and to publish. How grave each finding is and how soon somebody
/// should answer stay as they are: they are the organisation's to decide, and no profile speaks of them.
/// </summary>
[AllowedTo(Roles.Administrator)]
public sealed record DraftProfile(Actor By, Profile Profile) : IRequest<DraftProfileResult>, IActed;

public abstract record DraftProfileResult
{
    /// <summary>A draft of that profile, or the one that was there already.</summary>
    public sealed record Drafted(Guid DraftId) : DraftProfileResult;

    /// <summary>The settings in force are that profile.</summary>
    public sealed record Unchanged : DraftProfileResult;
}

internal sealed class DraftProfileHandler(WellbeingDb db, ThresholdsInForce thresholds, ISender sender)
    : IRequestHandler<DraftProfile, DraftProfileResult>
{
    public async Task<DraftProfileResult> Handle(DraftProfile request, CancellationToken cancellationToken)
    {
        var inForce = await thresholds.Settings(cancellationToken);
        var wanted = DetectionSettings.For(request.Profile) with { Severities = inForce.Detection.Severities };
        if (Calibrations.AreAlike(inForce.Detection, wanted))
            return new DraftProfileResult.Unchanged();

        // Whoever chooses twice goes on with the first.
        var drafts = await db
            .ThresholdDrafts.AsNoTracking()
            .Where(d => d.BasedOn == inForce.Version)
            .ToListAsync(cancellationToken);
        if (drafts.Find(d => Calibrations.AreAlike(d.Detection, wanted) && d.Respond == inForce.Respond) is { } same)
            return new DraftProfileResult.Drafted(same.Id);

        var saved = await sender.Send(
            new SaveThresholdDraft(request.By, null, 0, inForce.Version, wanted, inForce.Respond, null),
            cancellationToken
        );
        return new DraftProfileResult.Drafted(((SaveThresholdDraftResult.Saved)saved).DraftId);
    }
}
