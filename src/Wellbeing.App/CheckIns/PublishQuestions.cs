using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>Asks what the draft says, from now on. Check-ins begun before are finished as they were begun.</summary>
/// <param name="Seen">The draft's version the administrator read.</param>
/// <param name="Reason">Why, 5 to 1,000 characters: kept with the version for good.</param>
[AllowedTo(Roles.Administrator)]
public sealed record PublishQuestions(Actor By, int Seen, string Reason) : IRequest<PublishQuestionsResult>, IActed;

internal sealed class PublishQuestionsValidator : AbstractValidator<PublishQuestions>
{
    public PublishQuestionsValidator()
    {
        RuleFor(r => r.Reason)
            .Must(r => r is not null && r.Trim().Length is >= 5 and <= QuestionSet.LongestReason && !r.Contains('\0'))
            .OverridePropertyName("reason")
            .WithMessage("Say why you are changing the questions, in 5 to 1,000 characters.");
    }
}

internal sealed class PublishQuestionsHandler(
    WellbeingDb db,
    QuestionBook questions,
    QuestionsInForce inForce,
    TimeProvider clock
) : IRequestHandler<PublishQuestions, PublishQuestionsResult>
{
    public async Task<PublishQuestionsResult> Handle(PublishQuestions request, CancellationToken cancellationToken)
    {
        if (await db.QuestionDraftAsSeen(request.Seen, cancellationToken) is not { } draft)
            return new PublishQuestionsResult.ChangedMeanwhile();
        var now = clock.GetUtcNow().UtcDateTime;
        // The key settles a race: the second publisher runs again, and finds the draft gone.
        var version = await questions.VersionInForce(cancellationToken) + 1;
        db.QuestionSets.Add(
            new QuestionSet
            {
                Version = version,
                Plan = draft.Plan,
                PublishedAtUtc = now,
                PublishedBy = request.By.UserId,
                PublishedByName = request.By.Name,
                Reason = request.Reason.Trim(),
            }
        );
        db.QuestionDrafts.Remove(draft);
        db.Audit(request.By, AuditActions.QuestionsPublished, now, detail: new VersionDetail(version));
        await db.SaveChangesAsync(cancellationToken);
        await inForce.Refresh(db, now: true, cancellationToken);
        return new PublishQuestionsResult.Published(version);
    }
}
