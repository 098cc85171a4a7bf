using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>What to say, by severity, and where to refer: as it stands, or in the product's own words.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record GetSupport(Actor By) : IRequest<SupportForNurses>, IActed;

public sealed record SupportForNurses(IReadOnlyList<TalkGuideView> Guides, IReadOnlyList<ReferralView> Referrals)
{
    public TalkGuideView GuideFor(Severity severity) => Guides.Single(g => g.Severity == severity);
}

/// <param name="Version">0 while nobody changed it.</param>
public sealed record TalkGuideView(
    Severity Severity,
    string Text,
    string? ChangedByName,
    DateTime? ChangedAtUtc,
    int Version
)
{
    public IReadOnlyList<string> Lines =>
        Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <param name="Version">0 while nobody changed it.</param>
public sealed record ReferralView(
    ReferralKind Kind,
    string Name,
    string? Address,
    string? Phone,
    string? Email,
    string? ChangedByName,
    DateTime? ChangedAtUtc,
    int Version
);

/// <summary>An administrator writes what nurses may say for one severity.</summary>
/// <param name="BasedOn">The version that was shown.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeTalkGuide(Actor By, Severity Severity, string Text, int BasedOn)
    : IRequest<ChangeSupportResult>,
        IActed;

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

public abstract record ChangeSupportResult
{
    public sealed record Changed : ChangeSupportResult;

    /// <summary>Somebody else changed it meanwhile.</summary>
    public sealed record ChangedBy(string Name) : ChangeSupportResult;
}

internal sealed class ChangeTalkGuideValidator : AbstractValidator<ChangeTalkGuide>
{
    public ChangeTalkGuideValidator()
    {
        RuleFor(r => r.Severity).IsInEnum();
        RuleFor(r => r.Text)
            .Must(t => !string.IsNullOrWhiteSpace(t))
            .OverridePropertyName("text")
            .WithMessage("Write at least one suggestion.");
        RuleFor(r => r.Text)
            .MaximumLength(TalkGuide.MaximumLength)
            .OverridePropertyName("text")
            .WithMessage($"Shorten it to {TalkGuide.MaximumLength:N0} characters.");
    }
}

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

internal sealed class SupportHandlers(WellbeingDb db, IOptions<SupportNumbersOptions> numbers, TimeProvider clock)
    : IRequestHandler<GetSupport, SupportForNurses>,
        IRequestHandler<ChangeTalkGuide, ChangeSupportResult>,
        IRequestHandler<ChangeReferralOption, ChangeSupportResult>
{
    public async Task<SupportForNurses> Handle(GetSupport request, CancellationToken cancellationToken)
    {
        var guides = await db.TalkGuides.AsNoTracking().ToDictionaryAsync(g => g.Severity, cancellationToken);
        var options = await db.ReferralOptions.AsNoTracking().ToDictionaryAsync(o => o.Kind, cancellationToken);
        return new SupportForNurses(
            [
                .. Enum.GetValues<Severity>()
                    .OrderDescending()
                    .Select(s =>
                        guides.TryGetValue(s, out var g)
                            ? new TalkGuideView(s, g.Text, g.ChangedByName, g.ChangedAtUtc, g.Version)
                            : new TalkGuideView(s, TalkGuide.Default(s), null, null, 0)
                    ),
            ],
            [
                .. Enum.GetValues<ReferralKind>()
                    .Select(k =>
                        options.TryGetValue(k, out var o)
                            ? new ReferralView(
                                k,
                                o.Name,
                                o.Address,
                                o.Phone,
                                o.Email,
                                o.ChangedByName,
                                o.ChangedAtUtc,
                                o.Version
                            )
                            : Default(k)
                    ),
            ]
        );
    }

    public async Task<ChangeSupportResult> Handle(ChangeTalkGuide request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var guide = await db.TalkGuides.SingleOrDefaultAsync(g => g.Severity == request.Severity, cancellationToken);
        if ((guide?.Version ?? 0) != request.BasedOn)
            return new ChangeSupportResult.ChangedBy(guide!.ChangedByName);
        if (guide is null)
            db.TalkGuides.Add(
                guide = new TalkGuide
                {
                    Severity = request.Severity,
                    Text = "",
                    ChangedByName = "",
                    Version = 1,
                }
            );
        (guide.Text, guide.ChangedByName, guide.ChangedAtUtc) = (
            request.Text.Trim().ReplaceLineEndings("\n"),
            request.By.Name,
            now
        );
        db.Audit(request.By, AuditActions.TalkGuideChanged, now, detail: $"severity={request.Severity}");
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeSupportResult.Changed();
    }

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
        db.Audit(request.By, AuditActions.ReferralOptionChanged, now, detail: $"kind={request.Kind}");
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeSupportResult.Changed();
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private ReferralView Default(ReferralKind kind) =>
        kind switch
        {
            ReferralKind.Psychology => new(kind, "Psycho-oncology service", null, null, null, null, null, 0),
            ReferralKind.MedicalTeam => new(kind, "Treating medical team", null, null, null, null, null, 0),
            ReferralKind.PalliativeCare => new(kind, "Palliative care service", null, null, null, null, null, 0),
            _ => new(kind, numbers.Value.Foundation.Name, null, numbers.Value.Foundation.Number, null, null, null, 0),
        };
}
