using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>The nurse's own saved views of the list, by name.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ListSavedViews(Actor By) : IRequest<IReadOnlyList<SavedView>>, IActed;

internal sealed class ListSavedViewsHandler(WellbeingDb db) : IRequestHandler<ListSavedViews, IReadOnlyList<SavedView>>
{
    public async Task<IReadOnlyList<SavedView>> Handle(ListSavedViews request, CancellationToken cancellationToken) =>
        await db
            .SavedViews.AsNoTracking()
            .Where(v => v.AccountId == request.By.UserId)
            .OrderBy(v => v.Name)
            .ToListAsync(cancellationToken);
}
