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
public sealed record SaveThresholdDraft(
    Actor By,
    Guid? DraftId,
    int Seen,
    int BasedOn,
    DetectionSettings Detection,
    ResponseTargets Respond,
    string? Reason
) : IRequest<SaveThresholdDraftResult>, IActed;

public abstract record SaveThresholdDraftResult
{
    public sealed record Saved(Guid DraftId) : SaveThresholdDraftResult;

    /// <summary>Somebody else changed it first: nothing was saved.</summary>
    public sealed record ChangedBy(string Name) : SaveThresholdDraftResult;

    /// <summary>It was published or thrown away meanwhile.</summary>
    public sealed record NotFound : SaveThresholdDraftResult;
}

internal sealed class SaveThresholdDraftValidator : AbstractValidator<SaveThresholdDraft>
{
    public SaveThresholdDraftValidator()
    {
        RuleFor(r => r.Reason)
            .Must(r => r is null || (r.Length <= ThresholdDraft.LongestReason && !r.Contains('\0')))
            .WithMessage("Use at most 1,000 characters.");
        this.ChecksThresholds(r => r.Detection, r => r.Respond);
    }
}

internal sealed class SaveThresholdDraftHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<SaveThresholdDraft, SaveThresholdDraftResult>
{
    public async Task<SaveThresholdDraftResult> Handle(SaveThresholdDraft request, CancellationToken cancellationToken)
    {
        var (now, reason) = (clock.GetUtcNow().UtcDateTime, request.Reason?.Trim() ?? "");
        ThresholdDraft draft;
        if (request.DraftId is { } id)
        {
            if (await db.ThresholdDrafts.SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } stored)
                return new SaveThresholdDraftResult.NotFound();
            if (stored.Version != request.Seen)
                return new SaveThresholdDraftResult.ChangedBy(stored.EditedByName);
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
            draft = new ThresholdDraft
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
            db.ThresholdDrafts.Add(draft);
        }

        db.Audit(request.By, AuditActions.ThresholdDraftSaved, now, detail: new ThresholdDraftDetail(draft.Id));
        await db.SaveChangesAsync(cancellationToken);
        return new SaveThresholdDraftResult.Saved(draft.Id);
    }
}
