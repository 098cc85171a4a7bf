using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>One draft; null where it is gone.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetGuidanceDraft(Actor By, Guid DraftId) : IRequest<DraftToRead?>, IActed;

/// <param name="NeedsSomebodyElse">Whoever asks wrote it or changed it last, and another administrator must publish
/// it.</param>
public sealed record DraftToRead(GuidanceDraft Draft, bool NeedsSomebodyElse);

internal sealed class GetGuidanceDraftHandler(WellbeingDb db, IOptions<GuidanceOptions> options)
    : IRequestHandler<GetGuidanceDraft, DraftToRead?>
{
    public async Task<DraftToRead?> Handle(GetGuidanceDraft request, CancellationToken cancellationToken) =>
        await db.GuidanceDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is { } draft
            ? new DraftToRead(draft, options.Value.SecondAdministrator && draft.EditedBy == request.By.UserId)
            : null;
}
