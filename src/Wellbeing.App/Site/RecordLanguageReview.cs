using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

/// <summary>An administrator records that somebody has reviewed a translation, or takes that back.</summary>
/// <param name="ReviewedBy">Who, and what qualifies them; for a review only.</param>
/// <param name="Version">Of the row that the administrator saw; 0 for none.</param>
[AllowedTo(Roles.Administrator)]
public sealed record RecordLanguageReview(
    Actor By,
    string Language,
    ReviewState State,
    string? ReviewedBy,
    DateOnly? ReviewedOn,
    int Version
) : IRequest<RecordLanguageReviewResult>, IActed;

public abstract record RecordLanguageReviewResult
{
    public sealed record Recorded : RecordLanguageReviewResult;

    /// <summary>Somebody else recorded something meanwhile: look again.</summary>
    public sealed record Outdated(string ByName) : RecordLanguageReviewResult;
}

internal sealed class RecordLanguageReviewValidator : AbstractValidator<RecordLanguageReview>
{
    public RecordLanguageReviewValidator(TimeProvider clock)
    {
        RuleFor(r => r.Language)
            .Must(tag => Language.All.Any(l => l.Tag == tag && l != Language.English))
            .OverridePropertyName("language")
            .WithMessage("Choose a language from the list.");
        RuleFor(r => r.State).IsInEnum().OverridePropertyName("state").WithMessage("Choose a state from the list.");
        When(
            r => r.State == ReviewState.Reviewed,
            () =>
            {
                RuleFor(r => r.ReviewedBy)
                    .Must(by => by?.Trim() is { Length: >= 3 and <= 200 } && !by.Contains('\0'))
                    .OverridePropertyName("reviewedBy")
                    .WithMessage("Say who reviewed it, and what qualifies them, in 3 to 200 characters.");
                // The day has begun somewhere on earth before it has in UTC.
                RuleFor(r => r.ReviewedOn)
                    .Must(on =>
                        on is { } day && day <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(14))
                    )
                    .OverridePropertyName("reviewedOn")
                    .WithMessage("Enter the day of the review: today or before.");
            }
        );
    }
}

internal sealed class RecordLanguageReviewHandler(WellbeingDb db, TextCatalogue texts, TimeProvider clock)
    : IRequestHandler<RecordLanguageReview, RecordLanguageReviewResult>
{
    public async Task<RecordLanguageReviewResult> Handle(
        RecordLanguageReview request,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var language = Language.Closest(request.Language);
        var row = await db.LanguageReviews.SingleOrDefaultAsync(r => r.Language == language.Tag, cancellationToken);
        if ((row?.Version ?? 0) != request.Version)
            return new RecordLanguageReviewResult.Outdated(row?.RecordedByName ?? "");
        if (row is null)
        {
            row = new LanguageReview
            {
                Language = language.Tag,
                RecordedByName = request.By.Name,
                Version = 1,
            };
            db.LanguageReviews.Add(row);
        }

        var reviewed = request.State == ReviewState.Reviewed;
        row.State = request.State;
        row.ReviewedBy = reviewed ? request.ReviewedBy!.Trim() : null;
        row.ReviewedOn = reviewed ? request.ReviewedOn : null;
        row.AllWords = reviewed ? texts.Print(language, safetyOnly: false) : null;
        row.SafetyWords = reviewed ? texts.Print(language, safetyOnly: true) : null;
        row.RecordedAtUtc = now;
        row.RecordedByName = request.By.Name;
        db.Audit(
            request.By,
            AuditActions.LanguageReviewed,
            now,
            detail: new LanguageReviewDetail(language.Tag, request.State)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new RecordLanguageReviewResult.Recorded();
    }
}
