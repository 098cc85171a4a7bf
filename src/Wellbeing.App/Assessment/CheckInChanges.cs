using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>
/// The whole series is assessed again: what is found anew joins the flag. Nothing is taken out of a flag: what was
/// found was found, and nurses see the correction beside it.
/// </summary>
internal sealed class CheckInChanges(
    WellbeingDb db,
    Reassessment reassessment,
    QuestionBook questions,
    SealedText text,
    TimeProvider clock
)
{
    public async Task<CorrectCheckInResult> Change(
        Actor by,
        Guid checkInId,
        Func<CheckIn, DateTime, Task> change,
        string action,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var participant = await db.Participants.SingleAsync(p => p.Id == by.ParticipantId, cancellationToken);
        var checkIn = await db.CheckIns.SingleOrDefaultAsync(
            c => c.Id == checkInId && c.ParticipantId == participant.Id,
            cancellationToken
        );
        if (checkIn is null)
            return CorrectCheckInResult.NotFound;
        if (!checkIn.IsCorrectable(now))
            return CorrectCheckInResult.TooLate;

        // Counts for the flag it raised; else for the one that is open, whose nurse may be looking at it.
        var raised = await db
            .FlagFindings.Where(f => f.SourceId == checkIn.Id)
            .Select(f => (Guid?)f.FlagId)
            .FirstOrDefaultAsync(cancellationToken);
        if (raised is not null || checkIn.ReadAtUtc is not null)
        {
            var before = await questions.View(checkIn, cancellationToken);
            db.CheckInOriginals.Add(
                new CheckInOriginal
                {
                    Id = Guid.CreateVersion7(now),
                    ParticipantId = participant.Id,
                    CheckInId = checkIn.Id,
                    ReplacedAtUtc = now,
                    Removed = action == AuditActions.CheckInRemoved,
                    SealedAnswers = text.Seal(
                        JsonSerializer.Serialize(
                            new Answers(
                                before.Intensity,
                                before.Functioning,
                                before.Change,
                                before.Emotions,
                                before.Words,
                                before.ContactMe
                            )
                            {
                                Duration = before.Duration,
                                QuestionVersion = checkIn.QuestionVersion,
                                Extras = questions.Open(checkIn),
                            }
                        )
                    )!,
                }
            );
        }

        await change(checkIn, now);
        db.InTurn(participant); // Check-ins of one person are assessed one after the other.
        await db.SaveChangesAsync(cancellationToken); // The series is read from what is stored.
        var flag = await reassessment.From(participant, checkIn.SubmittedAtUtc, now, cancellationToken);
        db.Audit(by, action, now, participant.Id, raised ?? flag?.Id, new CheckInDetail(checkIn.Id));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return CorrectCheckInResult.Done;
    }
}
