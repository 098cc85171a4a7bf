using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Makes an account for a colleague and mails them a link to choose by how they sign in.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record InviteStaff(Actor By, string Name, string Email, Roles Roles) : IRequest<StaffChange>, IActed;

internal sealed class InviteStaffValidator : AbstractValidator<InviteStaff>
{
    public InviteStaffValidator()
    {
        RuleFor(r => r.Name)
            .NotEmpty()
            .MaximumLength(100)
            .OverridePropertyName("name")
            .WithOneMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Email)
            .NotEmpty()
            .EmailAddress()
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithOneMessage("Enter an e-mail address, like name@example.org.");
        RuleFor(r => r.Roles).Must(BeStaff).OverridePropertyName("roles").WithMessage("Choose at least one role.");
    }

    internal static bool BeStaff(Roles roles) =>
        roles != Roles.None && (roles & ~(Roles.Nurse | Roles.Administrator)) == Roles.None;
}

internal sealed class InviteStaffHandler(WellbeingDb db, StaffDirectory staffDirectory, TimeProvider clock)
    : IRequestHandler<InviteStaff, StaffChange>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<StaffChange> Handle(InviteStaff request, CancellationToken cancellationToken)
    {
        if (await db.HasAccount(request.Email, cancellationToken))
            return StaffChange.AddressTaken;
        var account = await db.AddAccount(
            request.Name.Trim(),
            request.Email.Trim(),
            request.Roles,
            Now,
            cancellationToken
        );
        await staffDirectory.Mail(account, cancellationToken);
        db.Audit(request.By, AuditActions.AccountCreated, Now, detail: new NewAccountDetail(account.Id, request.Roles));
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }
}
