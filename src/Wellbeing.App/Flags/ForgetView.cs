using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>Forgets one of the nurse's own views.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ForgetView(Actor By, Guid ViewId) : IRequest, IActed;

internal sealed class ForgetViewHandler(WellbeingDb db) : IRequestHandler<ForgetView>
{
    public async Task Handle(ForgetView request, CancellationToken cancellationToken)
    {
        db.SavedViews.RemoveRange(
            await db
                .SavedViews.Where(v => v.AccountId == request.By.UserId && v.Id == request.ViewId)
                .ToListAsync(cancellationToken)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
