using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>A nurse asked by telephone and enters what was said.</summary>
/// <param name="Answers">Null: they would rather not answer.</param>
[AllowedTo(Roles.Nurse)]
public sealed record RecordScreen(Actor By, Guid ParticipantId, Guid RequestId, Phq4? Answers, Guid? FlagId = null)
    : IRequest<bool>,
        IActed;

internal sealed class RecordScreenValidator : AbstractValidator<RecordScreen>
{
    public RecordScreenValidator()
    {
        RuleFor(r => r.RequestId).NotEmpty();
        RuleFor(r => r.Answers)
            .Must(a => a is null || a.IsInRange)
            .OverridePropertyName("answers")
            .WithMessage("Choose an answer to each question.");
    }
}

internal sealed class RecordScreenHandler(WellbeingDb db, ScreenBook screenBook, TimeProvider clock)
    : IRequestHandler<RecordScreen, bool>
{
    public async Task<bool> Handle(RecordScreen request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await screenBook.Person(request.ParticipantId, cancellationToken) is not { } person)
            return false;
        if (await db.Screens.AnyAsync(s => s.Id == request.RequestId, cancellationToken))
            return true;
        if (await screenBook.Open(person.Id, cancellationToken) is { } open)
        {
            // What was sent is answered by the same call: the person is not asked again.
            open.Answer(null, request.By.Name, now);
            await db.SaveChangesAsync(cancellationToken);
        }

        var screen = ScreenBook.Asked(request.RequestId, person.Id, request.FlagId, request.By, now);
        screen.Answer(request.Answers, request.By.Name, now);
        db.Screens.Add(screen);
        db.Audit(
            request.By,
            AuditActions.ScreenTakenByPhone,
            now,
            person.Id,
            request.FlagId,
            new ScreenDetail(screen.Id)
        );
        await screenBook.Tell(person, screen, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
