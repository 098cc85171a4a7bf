using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Publishes a draft, which is gone then.</summary>
/// <param name="Seen">The draft's version the administrator read.</param>
/// <param name="BasedOn">The published version they compared it with.</param>
[AllowedTo(Roles.Administrator)]
public sealed record PublishThresholdDraft(Actor By, Guid DraftId, int Seen, int BasedOn, string Reason)
    : IRequest<PublishThresholdsResult>,
        IActed;

internal sealed class PublishThresholdDraftHandler(
    WellbeingDb db,
    IValidator<PublishThresholds> publishable,
    IOptions<ThresholdOptions> options,
    ThresholdsPublisher thresholdsPublisher
) : IRequestHandler<PublishThresholdDraft, PublishThresholdsResult>
{
    public async Task<PublishThresholdsResult> Handle(
        PublishThresholdDraft request,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.ThresholdDrafts.SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is not { } draft
        )
            return new PublishThresholdsResult.NotFound();
        if (options.Value.SecondAdministrator && draft.EditedBy == request.By.UserId)
            return new PublishThresholdsResult.NeedsSomebodyElse();
        if (draft.Version != request.Seen)
            return new PublishThresholdsResult.ChangedBy(draft.EditedByName);

        // What was allowed when the draft was saved may not be any more.
        var publish = new PublishThresholds(
            request.By,
            request.BasedOn,
            draft.Detection,
            draft.Respond,
            request.Reason
        );
        await publishable.ValidateAndThrowAsync(publish, cancellationToken);
        return await thresholdsPublisher.Publish(publish, draft, cancellationToken);
    }
}
