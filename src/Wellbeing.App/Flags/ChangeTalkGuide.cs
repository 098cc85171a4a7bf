using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>An administrator writes what nurses may say for one severity.</summary>
/// <param name="BasedOn">The version that was shown.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeTalkGuide(Actor By, Severity Severity, string Text, int BasedOn)
    : IRequest<ChangeSupportResult>,
        IActed;

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

internal sealed class ChangeTalkGuideHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ChangeTalkGuide, ChangeSupportResult>
{
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
        db.Audit(request.By, AuditActions.TalkGuideChanged, now, detail: new SeverityDetail(request.Severity));
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeSupportResult.Changed();
    }
}
