using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>Keeps thresholds as a draft: to try out, to hand over, to publish later. Changes nothing that is in
/// force.</summary>
/// <param name="DraftId">A draft to change; null for a new one.</param>
/// <param name="Seen">The draft's version that was changed; another one by now is shown first.</param>
/// <param name="BasedOn">The published version these were made from.</param>
/// <param name="Reason">Why, as far as it is written; needed only for publishing.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveGuidanceDraft(
    Actor By,
    Guid? DraftId,
    int Seen,
    int BasedOn,
    DetectionSettings Detection,
    ResponseTargets Respond,
    string? Reason
) : IRequest<SaveGuidanceDraftResult>, IActed;

public abstract record SaveGuidanceDraftResult
{
    public sealed record Saved(Guid DraftId) : SaveGuidanceDraftResult;

    /// <summary>Somebody else changed it first: nothing was saved.</summary>
    public sealed record ChangedBy(string Name) : SaveGuidanceDraftResult;

    /// <summary>It was published or thrown away meanwhile.</summary>
    public sealed record NotFound : SaveGuidanceDraftResult;
}

internal sealed class SaveGuidanceDraftValidator : AbstractValidator<SaveGuidanceDraft>
{
    public SaveGuidanceDraftValidator()
    {
        RuleFor(r => r.Reason)
            .Must(r => r is null || (r.Length <= GuidanceDraft.LongestReason && !r.Contains('\0')))
            .WithMessage("Use at most 1,000 characters.");
        this.ChecksThresholds(r => r.Detection, r => r.Respond);
    }
}

internal sealed class SaveGuidanceDraftHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<SaveGuidanceDraft, SaveGuidanceDraftResult>
{
    public async Task<SaveGuidanceDraftResult> Handle(SaveGuidanceDraft request, CancellationToken cancellationToken)
    {
        var (now, reason) = (clock.GetUtcNow().UtcDateTime, request.Reason?.Trim() ?? "");
        GuidanceDraft draft;
        if (request.DraftId is { } id)
        {
            if (await db.GuidanceDrafts.SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } stored)
                return new SaveGuidanceDraftResult.NotFound();
            if (stored.Version != request.Seen)
                return new SaveGuidanceDraftResult.ChangedBy(stored.EditedByName);
            draft = stored;
            (draft.Detection, draft.Respond, draft.BasedOn, draft.Reason) = (
                request.Detection,
                request.Respond,
                request.BasedOn,
                reason
            );
            (draft.EditedBy, draft.EditedByName, draft.EditedAtUtc) = (request.By.UserId, request.By.Name, now);
        }
        else
        {
            draft = new GuidanceDraft
            {
                Id = Guid.CreateVersion7(now),
                Detection = request.Detection,
                Respond = request.Respond,
                BasedOn = request.BasedOn,
                Reason = reason,
                EditedBy = request.By.UserId,
                EditedByName = request.By.Name,
                EditedAtUtc = now,
            };
            db.GuidanceDrafts.Add(draft);
        }

        db.Audit(request.By, AuditActions.GuidanceDraftSaved, now, detail: $"draft={draft.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return new SaveGuidanceDraftResult.Saved(draft.Id);
    }
}
