using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Participants;

/// <summary>True when it is time to ask whether checking in helps.</summary>
[AllowedTo(Roles.Participant)]
public sealed record IsExperienceDue(Actor By) : IRequest<bool>, IActed;

/// <summary>"Has checking in made things better, no different, or worse?" Staff see the answer.</summary>
/// <param name="Answer">Null for a skip, which holds for a quarter too.</param>
[AllowedTo(Roles.Participant)]
public sealed record AnswerExperience(Actor By, ExperienceAnswer? Answer) : IRequest, IActed;

/// <summary>An answer as the team sees it.</summary>
public sealed record ExperienceView(DateTime AnsweredAtUtc, ExperienceAnswer? Answer);

internal sealed class MyExperienceHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<IsExperienceDue, bool>, IRequestHandler<AnswerExperience>
{
    public async Task<bool> Handle(IsExperienceDue request, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().UtcDateTime - Experience.AskEvery;
        return await db.CheckIns.CountAsync(c => c.ParticipantId == request.By.ParticipantId, cancellationToken) >= Experience.AskAfterCheckIns
            && !await db.Experiences.AnyAsync(e => e.ParticipantId == request.By.ParticipantId && e.AnsweredAtUtc > since, cancellationToken);
    }

    public async Task Handle(AnswerExperience request, CancellationToken cancellationToken)
    {
        if (!await Handle(new IsExperienceDue(request.By), cancellationToken)) return; // A second tap.
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        db.Experiences.Add(new Experience { Id = Guid.CreateVersion7(now), ParticipantId = participant.Id, AnsweredAtUtc = now, Answer = request.Answer });
        db.Entry(participant).State = EntityState.Modified; // Two taps at once: the second runs again and finds the first.
        db.Audit(request.By, AuditActions.ExperienceAnswered, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
    }
}
