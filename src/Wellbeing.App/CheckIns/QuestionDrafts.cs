using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.CheckIns;

/// <summary>Finds the draft of questions.</summary>
internal static class QuestionDrafts
{
    public static async Task<QuestionDraft?> QuestionDraftAsSeen(
        this WellbeingDb db,
        int seen,
        CancellationToken cancellationToken
    ) =>
        await db.QuestionDrafts.SingleOrDefaultAsync(cancellationToken) is { } draft && draft.Version == seen
            ? draft
            : null;
}
