using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>Keeps the filters of the list under a name; the same name again replaces them.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record SaveView(Actor By, string Name, string Query) : IRequest, IActed;

internal sealed class SaveViewValidator : AbstractValidator<SaveView>
{
    public SaveViewValidator()
    {
        RuleFor(r => r.Name)
            .Must(name => name?.Trim() is { Length: > 0 and <= SavedView.MaximumNameLength })
            .OverridePropertyName("viewName")
            .WithMessage($"Enter a name of at most {SavedView.MaximumNameLength} characters.");
        RuleFor(r => r.Query)
            .MaximumLength(300)
            .OverridePropertyName("viewName")
            .WithMessage("These filters are too long to keep.");
    }
}

internal sealed class SaveViewHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<SaveView>
{
    public async Task Handle(SaveView request, CancellationToken cancellationToken)
    {
        var (now, name) = (clock.GetUtcNow().UtcDateTime, request.Name.Trim());
        db.SavedViews.RemoveRange(
            await db
                .SavedViews.Where(v => v.AccountId == request.By.UserId && v.Name == name)
                .ToListAsync(cancellationToken)
        );
        db.SavedViews.Add(
            new SavedView
            {
                Id = Guid.CreateVersion7(now),
                AccountId = request.By.UserId!.Value,
                Name = name,
                Query = request.Query,
                CreatedAtUtc = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
