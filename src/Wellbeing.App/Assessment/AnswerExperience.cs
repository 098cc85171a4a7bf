using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>"Has checking in made things better, no different, or worse?" Staff see the answer.</summary>
/// <param name="Answer">Null for a skip, which holds for a quarter too.</param>
[AllowedTo(Roles.Participant)]
public sealed record AnswerExperience(Actor By, ExperienceAnswer? Answer) : IRequest, IActed;

internal sealed class AnswerExperienceHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    FlagRaiser flags,
    ExperienceDue experienceDue,
    TimeProvider clock
) : IRequestHandler<AnswerExperience>
{
    public async Task Handle(AnswerExperience request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // Read before it is asked whether an answer is due: an answer that another tap stores from here on moves its
        // version on.
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        if (!await experienceDue.IsDue(request.By.ParticipantId, cancellationToken))
            return; // A second tap.
        var experience = new Experience
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = participant.Id,
            AnsweredAtUtc = now,
            Answer = request.Answer,
        };
        db.Experiences.Add(experience);
        db.InTurn(participant); // Two taps at once: the second runs again and finds the first.
        db.Audit(request.By, AuditActions.ExperienceAnswered, now, participant.Id);
        if (request.Answer == ExperienceAnswer.Worse)
        {
            // What is meant to help and does harm is looked at by somebody, like any other finding.
            var settings = await thresholds.Settings(cancellationToken);
            await flags.RaiseOrJoin(
                participant,
                [
                    new NewFinding(
                        Rule.HarmReported,
                        settings.Detection.Severities.HarmReported,
                        experience.Id,
                        new HarmReportedEvidence()
                    ),
                ],
                settings,
                now,
                cancellationToken
            );
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
