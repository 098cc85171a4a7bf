using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>Writes down what happened in the course of somebody's illness.</summary>
/// <param name="RequestId">Made when the form was drawn; sent twice, it records one event.</param>
/// <param name="StartsNewPhase">From that day detection learns the person's usual level anew.</param>
/// <param name="LevelThen">For a diagnosis: how strong the feelings were around it, 0-10, if the person tells.</param>
/// <param name="Note">The team's own.</param>
[AllowedTo(Roles.Nurse)]
public sealed record RecordTreatmentEvent(
    Actor By,
    Guid ParticipantId,
    Guid RequestId,
    TreatmentEventKind Kind,
    DateOnly On,
    bool StartsNewPhase,
    int? LevelThen,
    string? Note
) : IRequest<bool>, IActed;

internal sealed class RecordTreatmentEventValidator : AbstractValidator<RecordTreatmentEvent>
{
    public RecordTreatmentEventValidator(TimeProvider clock)
    {
        RuleFor(r => r.RequestId).NotEmpty();
        RuleFor(r => r.Kind).IsInEnum().OverridePropertyName("kind").WithMessage("Choose what happened.");
        RuleFor(r => r.On)
            .Must(on => on.Year >= 1900)
            .OverridePropertyName("on")
            .WithMessage("Enter the day it happened.");
        // A day of tolerance: the participant may be a zone ahead.
        RuleFor(r => r.On)
            .Must(on => on <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(1)))
            .OverridePropertyName("on")
            .WithMessage("Enter a day that has come. What is planned belongs in a note.");
        RuleFor(r => r.LevelThen)
            .InclusiveBetween(Observation.LowestRating, Observation.HighestRating)
            .OverridePropertyName("levelThen")
            .WithMessage("Choose 0 to 10, or leave it out.");
        RuleFor(r => r.LevelThen)
            .Null()
            .When(r => r.Kind != TreatmentEventKind.Diagnosis)
            .OverridePropertyName("levelThen")
            .WithMessage("Leave this out: it belongs to a diagnosis.");
        RuleFor(r => r.Note)
            .MaximumLength(TreatmentEvent.MaximumNoteLength)
            .OverridePropertyName("note")
            .WithMessage($"Shorten the note to {TreatmentEvent.MaximumNoteLength} characters.");
    }
}

internal sealed class RecordTreatmentEventHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<RecordTreatmentEvent, bool>
{
    /// <returns>False where there is no such person.</returns>
    public async Task<bool> Handle(RecordTreatmentEvent request, CancellationToken cancellationToken)
    {
        if (
            await db
                .Participants.AsNoTracking()
                .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } participant
        )
            return false;
        if (await db.TreatmentEvents.AnyAsync(e => e.Id == request.RequestId, cancellationToken))
            return true;

        var now = clock.GetUtcNow().UtcDateTime;
        db.TreatmentEvents.Add(
            new TreatmentEvent
            {
                Id = request.RequestId,
                ParticipantId = participant.Id,
                Kind = request.Kind,
                On = request.On,
                FromUtc = TimeZones.StartOf(request.On, participant.TimeZone),
                StartsNewPhase = request.StartsNewPhase,
                LevelThen = request.LevelThen,
                SealedNote = text.Seal(string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim()),
                RecordedBy = request.By.UserId,
                RecordedByName = request.By.Name,
                RecordedAtUtc = now,
            }
        );
        db.Audit(
            request.By,
            AuditActions.TreatmentEventRecorded,
            now,
            participant.Id,
            detail: new TreatmentEventDetail(request.RequestId)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
