using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>"I don't feel safe right now": tells the team at once, whatever the answers say.</summary>
/// <param name="RequestId">Made when the page was rendered: a second tap on the same page tells nobody twice.</param>
/// <param name="OnBehalfOf">Said to a nurse on the telephone, who enters it; null where the person says it
/// themselves.</param>
[AllowedTo(Roles.Participant | Roles.CheckInLink | Roles.Nurse)]
public sealed record RaiseNotSafe(Actor By, Guid RequestId, Guid? OnBehalfOf = null)
    : IRequest<RaiseNotSafeResult>,
        IActed;

/// <param name="SomeoneLooksByUtc">By when somebody will have looked, by the rota and the working hours.</param>
public sealed record RaiseNotSafeResult(DateTime SomeoneLooksByUtc);

internal sealed class RaiseNotSafeHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    FlagRaiser flags,
    Duty duty,
    TimeProvider clock
) : IRequestHandler<RaiseNotSafe, RaiseNotSafeResult>
{
    public async Task<RaiseNotSafeResult> Handle(RaiseNotSafe request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var subject = request.By.SubjectOf(request.OnBehalfOf);
        var participant = await db.Participants.SingleAsync(p => p.Id == subject, cancellationToken);
        var settings = await thresholds.Settings(cancellationToken);
        var found = new NewFinding(
            Rule.NotSafe,
            settings.Detection.Severities.NotSafe,
            await Source(request, participant, now, cancellationToken),
            new NotSafeEvidence(request.OnBehalfOf is null ? null : request.By.Name)
        );
        var flag = await flags.RaiseOrJoin(
            participant,
            [found],
            settings,
            now,
            cancellationToken,
            enteredBy: request.OnBehalfOf is null ? null : request.By.UserId
        );
        db.Audit(request.By, AuditActions.NotSafeSaid, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new RaiseNotSafeResult(
            await db.PromisedBy(flag, cancellationToken)
                ?? await duty.RespondBy(settings.Respond, Severity.Urgent, now, cancellationToken)
        );
    }

    // The page's id tells a second tap from a new cry only while the first one's flag lasts, and only if there is one:
    // in doubt somebody is told once too often.
    private async Task<Guid> Source(
        RaiseNotSafe request,
        Participant participant,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var used = await db.FlagFindings.AnyAsync(
            f =>
                f.ParticipantId == participant.Id
                && f.Rule == Rule.NotSafe
                && f.SourceId == request.RequestId
                && db.Flags.Any(flag => flag.Id == f.FlagId && flag.State == FlagState.Resolved),
            cancellationToken
        );
        return used || request.RequestId == Guid.Empty ? Guid.CreateVersion7(now) : request.RequestId;
    }
}
