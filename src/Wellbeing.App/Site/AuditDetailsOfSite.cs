using Wellbeing.App.Audit;

namespace Wellbeing.App.Site;

[DetailOf(AuditActions.LanguageReviewed)]
public sealed record LanguageReviewDetail(
    [Shown("language", As = ShownAs.AsWritten)] string Language,
    [Shown("state")] ReviewState State
) : AuditDetail;
