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

/// <summary>True when it is time to ask whether checking in helps.</summary>
[AllowedTo(Roles.Participant)]
public sealed record IsExperienceDue(Actor By) : IRequest<bool>, IActed;

/// <summary>"Has checking in made things better, no different, or worse?" Staff see the answer.</summary>
/// <param name="Answer">Null for a skip, which holds for a quarter too.</param>
[AllowedTo(Roles.Participant)]
public sealed record AnswerExperience(Actor By, ExperienceAnswer? Answer) : IRequest, IActed;

/// <summary>Somebody for whom checking in makes things worse would like to be rung: a request for contact like that of
/// a check-in.</summary>
/// <param name="RequestId">Made when the page was drawn: sent twice, it asks once.</param>
[AllowedTo(Roles.Participant)]
public sealed record AskForCall(Actor By, Guid RequestId) : IRequest<DateTime?>, IActed;

/// <summary>An answer as the team sees it.</summary>
public sealed record ExperienceView(DateTime AnsweredAtUtc, ExperienceAnswer? Answer);

internal sealed class MyExperienceHandler(
    WellbeingDb db,
    GuidanceInForce guidance,
    FlagRaiser flags,
    TimeProvider clock
) : IRequestHandler<IsExperienceDue, bool>, IRequestHandler<AnswerExperience>, IRequestHandler<AskForCall, DateTime?>
{
    public async Task<bool> Handle(IsExperienceDue request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (since, begun) = (now - Experience.AskEvery, now.AddDays(-Experience.AskAfterDays));
        return await db.CheckIns.CountAsync(c => c.ParticipantId == request.By.ParticipantId, cancellationToken)
                >= Experience.AskAfterCheckIns
            && await db.CheckIns.AnyAsync(
                c => c.ParticipantId == request.By.ParticipantId && c.SubmittedAtUtc <= begun,
                cancellationToken
            )
            && !await db.Experiences.AnyAsync(
                e => e.ParticipantId == request.By.ParticipantId && e.AnsweredAtUtc > since,
                cancellationToken
            );
    }

    public async Task Handle(AnswerExperience request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // Read before it is asked whether an answer is due: an answer that another tap stores from here on moves its
        // version on.
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        if (!await Handle(new IsExperienceDue(request.By), cancellationToken))
            return; // A second tap.
        var experience = new Experience
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = participant.Id,
            AnsweredAtUtc = now,
            Answer = request.Answer,
        };
        db.Experiences.Add(experience);
        db.Entry(participant).State = EntityState.Modified; // Two taps at once: the second runs again and finds the first.
        db.Audit(request.By, AuditActions.ExperienceAnswered, now, participant.Id);
        if (request.Answer == ExperienceAnswer.Worse)
        {
            // What is meant to help and does harm is looked at by somebody, like any other finding.
            var settings = await guidance.Settings(cancellationToken);
            await flags.Join(
                participant,
                [
                    new Found(
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

    /// <returns>By when somebody will have been in touch; null where a nurse has it in hand already.</returns>
    public async Task<DateTime?> Handle(AskForCall request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        var settings = await guidance.Settings(cancellationToken);
        var flag = await flags.Join( // A second tap of the same page is found once.
            participant,
            [
                new Found(
                    Rule.ContactRequested,
                    settings.Detection.Severities.ContactRequested,
                    request.RequestId,
                    new ContactRequestedEvidence(null)
                ),
            ],
            settings,
            now,
            cancellationToken
        );
        db.Entry(participant).State = EntityState.Modified;
        db.Audit(request.By, AuditActions.CallAsked, now, participant.Id, flag?.Id);
        await db.SaveChangesAsync(cancellationToken);
        return await db.PromisedBy(flag, cancellationToken);
    }
}
