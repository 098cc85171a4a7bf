using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Writes a note about somebody, or corrects one; what stood there before is kept.</summary>
/// <param name="NoteId">Made when the form was drawn; sent twice, it is written once.</param>
/// <param name="CorrectsId">The note as it was shown; null for a new one.</param>
[AllowedTo(Roles.Nurse)]
public sealed record WriteNote(Actor By, Guid ParticipantId, Guid NoteId, string Text, Guid? CorrectsId = null)
    : IRequest<WriteNoteResult>,
        IActed;

public abstract record WriteNoteResult
{
    public sealed record Written : WriteNoteResult;

    public sealed record NotFound : WriteNoteResult;

    /// <summary>Somebody corrected the same note meanwhile: look at theirs first.</summary>
    public sealed record CorrectedBy(string Name) : WriteNoteResult;
}

internal sealed class WriteNoteValidator : AbstractValidator<WriteNote>
{
    public WriteNoteValidator()
    {
        RuleFor(r => r.NoteId).NotEmpty();
        RuleFor(r => r.Text)
            .Must(t => !string.IsNullOrWhiteSpace(t))
            .OverridePropertyName("text")
            .WithMessage("Write the note first.");
        RuleFor(r => r.Text)
            .MaximumLength(PersonNote.MaximumLength)
            .OverridePropertyName("text")
            .WithMessage($"Shorten the note to {PersonNote.MaximumLength:N0} characters.");
    }
}

internal sealed class WriteNoteHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<WriteNote, WriteNoteResult>
{
    public async Task<WriteNoteResult> Handle(WriteNote request, CancellationToken cancellationToken)
    {
        if (!await db.Participants.AnyAsync(p => p.Id == request.ParticipantId, cancellationToken))
            return new WriteNoteResult.NotFound();
        if (await db.PersonNotes.AnyAsync(n => n.Id == request.NoteId, cancellationToken))
            return new WriteNoteResult.Written();

        PersonNote? corrected = null;
        if (request.CorrectsId is { } id)
        {
            corrected = await db
                .PersonNotes.AsNoTracking()
                .SingleOrDefaultAsync(n => n.Id == id && n.ParticipantId == request.ParticipantId, cancellationToken);
            if (corrected is null)
                return new WriteNoteResult.NotFound();
            // The unique key settles a race: the second to save runs again and lands here.
            if (
                await db.PersonNotes.AsNoTracking().FirstOrDefaultAsync(n => n.CorrectsId == id, cancellationToken) is
                { } first
            )
                return new WriteNoteResult.CorrectedBy(first.ByName);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        db.PersonNotes.Add(
            new PersonNote
            {
                Id = request.NoteId,
                ParticipantId = request.ParticipantId,
                AtUtc = now,
                By = request.By.UserId,
                ByName = request.By.Name,
                SealedText = text.Seal(request.Text.Trim())!,
                CorrectsId = corrected?.Id,
                FirstId = corrected?.FirstId ?? request.NoteId,
            }
        );
        db.Audit(
            request.By,
            corrected is null ? AuditActions.NoteWritten : AuditActions.NoteCorrected,
            now,
            request.ParticipantId,
            detail: new NoteDetail(request.NoteId)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new WriteNoteResult.Written();
    }
}
