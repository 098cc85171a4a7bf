using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>One draft; null where it is gone.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetThresholdDraft(Actor By, Guid DraftId) : IRequest<DraftToRead?>, IActed;

/// <param name="NeedsSomebodyElse">Whoever asks wrote it or changed it last, and another administrator must publish
/// it.</param>
public sealed record DraftToRead(ThresholdDraft Draft, bool NeedsSomebodyElse);

internal sealed class GetThresholdDraftHandler(WellbeingDb db, IOptions<ThresholdOptions> options)
    : IRequestHandler<GetThresholdDraft, DraftToRead?>
{
    public async Task<DraftToRead?> Handle(GetThresholdDraft request, CancellationToken cancellationToken) =>
        await db.ThresholdDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is { } draft
            ? new DraftToRead(draft, options.Value.SecondAdministrator && draft.EditedBy == request.By.UserId)
            : null;
}
