using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

/// <summary>How far each translation can be trusted, as its readers and administrators are told.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetLanguages(Actor By) : IRequest<IReadOnlyList<LanguageView>>, IActed;

/// <param name="Texts">Texts there are in English.</param>
/// <param name="Missing">Keys without a translation: readers see the English.</param>
/// <param name="Changed">Words have changed since the review.</param>
/// <param name="SafetyChanged">Words that safety hangs on have: readers are treated as before the review.</param>
public sealed record LanguageView(
    Language Language,
    int Texts,
    IReadOnlyList<string> Missing,
    ReviewState State,
    string? ReviewedBy,
    DateOnly? ReviewedOn,
    bool Changed,
    bool SafetyChanged,
    DateTime? RecordedAtUtc,
    string? RecordedByName,
    int Version
);

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

/// <summary>Whether a translation's readers need the English beside it.</summary>
public static class LanguageReviewQueries
{
    public static async Task<bool> IsReviewed(
        this WellbeingDb db,
        Language language,
        TextCatalogue texts,
        CancellationToken cancellationToken
    )
    {
        if (language == Language.English)
            return true;
        var words = await db
            .LanguageReviews.Where(r => r.Language == language.Tag && r.State == ReviewState.Reviewed)
            .Select(r => r.SafetyWords)
            .SingleOrDefaultAsync(cancellationToken);
        return words is not null && words == texts.Print(language, safetyOnly: true);
    }
}

internal sealed class LanguageReviewHandlers(WellbeingDb db, TextCatalogue texts, TimeProvider clock)
    : IRequestHandler<GetLanguages, IReadOnlyList<LanguageView>>,
        IRequestHandler<RecordLanguageReview, RecordLanguageReviewResult>
{
    public async Task<IReadOnlyList<LanguageView>> Handle(GetLanguages request, CancellationToken cancellationToken)
    {
        var rows = await db.LanguageReviews.AsNoTracking().ToDictionaryAsync(r => r.Language, cancellationToken);
        return [.. Language.All.Where(l => l != Language.English).Select(l => View(l, rows.GetValueOrDefault(l.Tag)))];
    }

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
            detail: $"language={language.Tag};state={request.State}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return new RecordLanguageReviewResult.Recorded();
    }

    private LanguageView View(Language language, LanguageReview? row)
    {
        var reviewed = row?.State == ReviewState.Reviewed;
        return new LanguageView(
            language,
            texts.English.Count,
            texts.MissingFrom(language),
            row?.State ?? ReviewState.MachineDraft,
            row?.ReviewedBy,
            row?.ReviewedOn,
            reviewed && row!.AllWords != texts.Print(language, safetyOnly: false),
            reviewed && row!.SafetyWords != texts.Print(language, safetyOnly: true),
            row?.RecordedAtUtc,
            row?.RecordedByName,
            row?.Version ?? 0
        );
    }
}
