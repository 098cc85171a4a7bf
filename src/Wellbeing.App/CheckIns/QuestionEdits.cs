using System.Security.Cryptography;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.CheckIns;

/// <summary>What the edits of the draft of questions have in common: they change it only as the editor saw it.</summary>
internal sealed class QuestionEdits(WellbeingDb db, QuestionBook questions, TimeProvider clock)
{
    public async Task<EditQuestionsResult> Edit(
        IEditsQuestions request,
        Actor by,
        string? key,
        Func<QuestionPlan, QuestionPlan, (QuestionPlan Plan, EditQuestionsResult? Refused)> change,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var draft = await db.QuestionDrafts.SingleOrDefaultAsync(cancellationToken);
        if ((draft?.Version ?? 0) != request.Seen)
            return new EditQuestionsResult.ChangedMeanwhile();
        var version = await questions.VersionInForce(cancellationToken);
        var published = await questions.Of(version, cancellationToken);
        var (plan, refused) = change(draft?.Plan ?? published, published);
        if (refused is not null)
            return refused;
        // It begins anywhere, so that a page that shows a draft since thrown away fits no other.
        if (draft is null)
            db.QuestionDrafts.Add(
                draft = new QuestionDraft
                {
                    Plan = plan,
                    BasedOn = version,
                    EditedByName = by.Name,
                    Version = RandomNumberGenerator.GetInt32(1, 1_000_000_000),
                }
            );
        (draft.Plan, draft.EditedByName, draft.EditedAtUtc) = (plan, by.Name, now);
        db.Audit(by, AuditActions.QuestionsDrafted, now, detail: new QuestionDetail(key ?? plan.Extras[^1].Key));
        await db.SaveChangesAsync(cancellationToken);
        return new EditQuestionsResult.Saved(key ?? plan.Extras[^1].Key);
    }

    public static bool AsksAllItCan(QuestionPlan plan) => plan.Extras.Count(e => !e.Retired) >= QuestionPlan.MostExtras;

    /// <summary>A new one comes before free words and the wish for contact, where those stand last.</summary>
    public static List<string> Placed(IReadOnlyList<string> order, string key)
    {
        var at = order.Count;
        while (at > 0 && order[at - 1] is nameof(Question.Words) or nameof(Question.Contact))
            at--;
        return [.. order.Take(at), key, .. order.Skip(at)];
    }

    public static Dictionary<string, T> ByLanguage<T>(IReadOnlyList<TypedWords> rows, Func<TypedWords, T> of) =>
        rows.Select((words, i) => (words, i))
            .Where(r => !r.words.IsEmpty)
            .ToDictionary(r => Language.All[r.i].Tag, r => of(r.words));
}
