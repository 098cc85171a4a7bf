using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Site;

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
