using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>Every draft, the one changed last first. Nurses look at whom each would flag.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record ListGuidanceDrafts(Actor By) : IRequest<IReadOnlyList<GuidanceDraft>>, IActed;

/// <summary>One draft; null where it is gone.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetGuidanceDraft(Actor By, Guid DraftId) : IRequest<DraftToRead?>, IActed;

/// <param name="NeedsSomebodyElse">Whoever asks wrote it or changed it last, and another administrator must publish
/// it.</param>
public sealed record DraftToRead(GuidanceDraft Draft, bool NeedsSomebodyElse);

internal sealed class GetGuidanceDraftsHandler(WellbeingDb db, IOptions<GuidanceOptions> options)
    : IRequestHandler<ListGuidanceDrafts, IReadOnlyList<GuidanceDraft>>,
        IRequestHandler<GetGuidanceDraft, DraftToRead?>
{
    public async Task<IReadOnlyList<GuidanceDraft>> Handle(
        ListGuidanceDrafts request,
        CancellationToken cancellationToken
    ) => await db.GuidanceDrafts.AsNoTracking().OrderByDescending(d => d.EditedAtUtc).ToListAsync(cancellationToken);

    public async Task<DraftToRead?> Handle(GetGuidanceDraft request, CancellationToken cancellationToken) =>
        await db.GuidanceDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.DraftId, cancellationToken)
            is { } draft
            ? new DraftToRead(draft, options.Value.SecondAdministrator && draft.EditedBy == request.By.UserId)
            : null;
}
