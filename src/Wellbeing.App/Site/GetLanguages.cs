using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
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

internal sealed class GetLanguagesHandler(WellbeingDb db, TextCatalogue texts)
    : IRequestHandler<GetLanguages, IReadOnlyList<LanguageView>>
{
    public async Task<IReadOnlyList<LanguageView>> Handle(GetLanguages request, CancellationToken cancellationToken)
    {
        var rows = await db.LanguageReviews.AsNoTracking().ToDictionaryAsync(r => r.Language, cancellationToken);
        return [.. Language.All.Where(l => l != Language.English).Select(l => View(l, rows.GetValueOrDefault(l.Tag)))];
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
