using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>The person answers what a nurse sent.</summary>
/// <param name="Answers">Null: they would rather not answer.</param>
[AllowedTo(Roles.Participant)]
public sealed record AnswerMyScreen(Actor By, Guid ScreenId, Phq4? Answers) : IRequest<AnswerMyScreenResult>, IActed;

public abstract record AnswerMyScreenResult
{
    /// <param name="SomeoneLooksByUtc">While a flag is open: by when the team means to have looked.</param>
    public sealed record Saved(DateTime? SomeoneLooksByUtc) : AnswerMyScreenResult;

    /// <summary>Answered already, or its time is over.</summary>
    public sealed record Gone : AnswerMyScreenResult;
}

internal sealed class AnswerMyScreenValidator : AbstractValidator<AnswerMyScreen>
{
    public AnswerMyScreenValidator() =>
        RuleFor(r => r.Answers)
            .Must(a => a is null || a.IsInRange)
            .OverridePropertyName("answers")
            .WithMessage("Choose an answer to each question.");
}

internal sealed class AnswerMyScreenHandler(WellbeingDb db, ScreenBook screenBook, TimeProvider clock)
    : IRequestHandler<AnswerMyScreen, AnswerMyScreenResult>
{
    public async Task<AnswerMyScreenResult> Handle(AnswerMyScreen request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var screen = await db.Screens.SingleOrDefaultAsync(
            s => s.Id == request.ScreenId && s.ParticipantId == request.By.ParticipantId,
            cancellationToken
        );
        if (screen is null || !screen.IsOpen(now))
            return new AnswerMyScreenResult.Gone();
        var person = await db.Participants.SingleAsync(p => p.Id == screen.ParticipantId, cancellationToken);
        screen.Answer(request.Answers, null, now);
        db.Audit(
            request.By,
            request.Answers is null ? AuditActions.ScreenDeclined : AuditActions.ScreenAnswered,
            now,
            person.Id,
            screen.FlagId,
            new ScreenDetail(screen.Id)
        );
        var flag = await screenBook.Tell(person, screen, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new AnswerMyScreenResult.Saved(await db.PromisedBy(flag, cancellationToken));
    }
}
