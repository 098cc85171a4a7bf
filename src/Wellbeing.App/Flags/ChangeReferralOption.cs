using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>An administrator writes the name and address of a service.</summary>
/// <param name="BasedOn">The version that was shown.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeReferralOption(
    Actor By,
    ReferralKind Kind,
    string Name,
    string? Address,
    string? Phone,
    string? Email,
    int BasedOn
) : IRequest<ChangeSupportResult>, IActed;

internal sealed class ChangeReferralOptionValidator : AbstractValidator<ChangeReferralOption>
{
    public ChangeReferralOptionValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Name)
            .Must(n => n?.Trim().Length is >= 1 and <= 100)
            .OverridePropertyName("name")
            .WithMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Address)
            .MaximumLength(400)
            .OverridePropertyName("address")
            .WithMessage("Shorten the address to 400 characters.");
        RuleFor(r => r.Phone)
            .MaximumLength(40)
            .OverridePropertyName("phone")
            .WithMessage("Shorten the number to 40 characters.");
        RuleFor(r => r.Email)
            .EmailAddress()
            .MaximumLength(254)
            .When(r => !string.IsNullOrWhiteSpace(r.Email))
            .OverridePropertyName("email")
            .WithOneMessage("Enter an e-mail address, like name@example.org.");
    }
}

internal sealed class ChangeReferralOptionHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ChangeReferralOption, ChangeSupportResult>
{
    public async Task<ChangeSupportResult> Handle(ChangeReferralOption request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var option = await db.ReferralOptions.SingleOrDefaultAsync(o => o.Kind == request.Kind, cancellationToken);
        if ((option?.Version ?? 0) != request.BasedOn)
            return new ChangeSupportResult.ChangedBy(option!.ChangedByName);
        if (option is null)
            db.ReferralOptions.Add(
                option = new ReferralOption
                {
                    Kind = request.Kind,
                    Name = "",
                    ChangedByName = "",
                    Version = 1,
                }
            );
        option.Name = request.Name.Trim();
        (option.Address, option.Phone, option.Email) = (
            Trimmed(request.Address)?.ReplaceLineEndings("\n"),
            Trimmed(request.Phone),
            Trimmed(request.Email)
        );
        (option.ChangedByName, option.ChangedAtUtc) = (request.By.Name, now);
        db.Audit(request.By, AuditActions.ReferralOptionChanged, now, detail: new ReferralDetail(request.Kind));
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeSupportResult.Changed();
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
