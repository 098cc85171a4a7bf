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
public sealed record PublishGuidanceDraft(Actor By, Guid DraftId, int Seen, int BasedOn, string Reason)
    : IRequest<PublishGuidanceResult>,
        IActed;

internal sealed class PublishGuidanceDraftHandler(
    WellbeingDb db,
    IValidator<PublishGuidance> publishable,
    IOptions<GuidanceOptions> options,
    ThresholdsPublisher thresholdsPublisher
) : IRequestHandler<PublishGuidanceDraft, PublishGuidanceResult>
{
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
        return await thresholdsPublisher.Publish(publish, draft, cancellationToken);
    }
}
