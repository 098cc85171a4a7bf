using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>The questions in force, the draft that administrators are working on, and the versions before.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetQuestions(Actor By) : IRequest<QuestionsView>, IActed;

/// <param name="InForce">The version that is asked; 0 for the product's own questions.</param>
/// <param name="Draft">What would be asked; null while nobody has changed anything.</param>
/// <param name="History">Newest first.</param>
public sealed record QuestionsView(
    int InForce,
    QuestionPlan Asked,
    QuestionDraftView? Draft,
    IReadOnlyList<QuestionEdition> History
)
{
    /// <summary>What an administrator edits and previews: the draft, or what is in force.</summary>
    public QuestionPlan Plan => Draft?.Plan ?? Asked;

    /// <summary>The draft's version, to say which one was seen; 0 while there is none.</summary>
    public int Seen => Draft?.Version ?? 0;

    public bool WasPublished(ExtraQuestion extra) => Asked.Extras.Any(e => e.Number == extra.Number);
}

public sealed record QuestionDraftView(
    QuestionPlan Plan,
    int BasedOn,
    string EditedByName,
    DateTime EditedAtUtc,
    int Version
);

public sealed record QuestionEdition(int Version, DateTime PublishedAtUtc, string PublishedByName, string Reason);

internal sealed class GetQuestionsHandler(WellbeingDb db, QuestionBook questions)
    : IRequestHandler<GetQuestions, QuestionsView>
{
    public async Task<QuestionsView> Handle(GetQuestions request, CancellationToken cancellationToken)
    {
        var version = await questions.VersionInForce(cancellationToken);
        var draft = await db.QuestionDrafts.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return new QuestionsView(
            version,
            await questions.Of(version, cancellationToken),
            draft is null
                ? null
                : new QuestionDraftView(
                    draft.Plan,
                    draft.BasedOn,
                    draft.EditedByName,
                    draft.EditedAtUtc,
                    draft.Version
                ),
            await db
                .QuestionSets.AsNoTracking()
                .OrderByDescending(s => s.Version)
                .Take(20)
                .Select(s => new QuestionEdition(s.Version, s.PublishedAtUtc, s.PublishedByName, s.Reason))
                .ToListAsync(cancellationToken)
        );
    }
}
