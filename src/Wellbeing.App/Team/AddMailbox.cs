using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>Adds a mailbox that the team shares.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record AddMailbox(Actor By, string Name, string Address) : IRequest, IActed;

internal sealed class AddMailboxValidator : AbstractValidator<AddMailbox>
{
    public AddMailboxValidator(WellbeingDb db)
    {
        RuleFor(r => r.Name)
            .Must(n => n?.Trim().Length is >= 1 and <= 100)
            .OverridePropertyName("name")
            .WithMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Address)
            .Cascade(CascadeMode.Stop)
            .Must(a => a is { Length: <= 254 } && a.Trim().Length > 2)
            .OverridePropertyName("address")
            .WithMessage("Enter an e-mail address.")
            .EmailAddress()
            .OverridePropertyName("address")
            .WithMessage("Enter an e-mail address.")
            .MustAsync(
                async (a, cancellationToken) =>
                    !await db.TeamMailboxes.AnyAsync(m => m.Address == a.Trim(), cancellationToken)
            )
            .OverridePropertyName("address")
            .WithMessage("This address is there already.");
    }
}

internal sealed class AddMailboxHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<AddMailbox>
{
    public async Task Handle(AddMailbox request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        db.TeamMailboxes.Add(
            new TeamMailbox
            {
                Id = Guid.CreateVersion7(now),
                Name = request.Name.Trim(),
                Address = request.Address.Trim(),
            }
        );
        db.Audit(request.By, AuditActions.MailboxesChanged, now, detail: new MailboxDetail(MailboxChange.Added));
        await db.SaveChangesAsync(cancellationToken);
    }
}
