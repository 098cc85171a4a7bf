using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>
/// A nurse raises a flag by hand: something was said on the telephone, or a resolved flag was closed too soon. It joins
/// the person's open flag, or opens a new one that leads to the one before.
/// </summary>
/// <param name="RequestId">Made when the form was rendered: the same form sent twice raises one flag.</param>
/// <param name="Reason">The team's own, 5 to <see cref="MaximumReasonLength"/> characters.</param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record RaiseFlag(Actor By, Guid ParticipantId, Guid RequestId, Severity Severity, string Reason)
    : IRequest<RaiseFlagResult>,
        IActed
{
    public const int MaximumReasonLength = 2000;
}

public abstract record RaiseFlagResult
{
    /// <param name="Joined">There was an open flag; this became one of its reasons.</param>
    /// <param name="Repeated">An earlier, identical request did it.</param>
    public sealed record Raised(Guid FlagId, bool Joined, bool Repeated = false) : RaiseFlagResult;

    public sealed record NotFound : RaiseFlagResult;
}

internal sealed class RaiseFlagValidator : AbstractValidator<RaiseFlag>
{
    public RaiseFlagValidator()
    {
        RuleFor(r => r.RequestId)
            .NotEmpty()
            .OverridePropertyName("requestId")
            .WithMessage("Send a requestId that is not all zeros.");
        RuleFor(r => r.Severity)
            .IsInEnum()
            .OverridePropertyName("severity")
            .WithMessage("Choose how soon somebody should look.");
        RuleFor(r => r.Reason)
            .Must(r => r?.Trim().Length is >= 5 and <= RaiseFlag.MaximumReasonLength)
            .OverridePropertyName("reason")
            .WithMessage("Say why, in 5 to 2,000 characters.");
    }
}

internal sealed class RaiseFlagHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    FlagRaiser flags,
    SealedText text,
    TimeProvider clock
) : IRequestHandler<RaiseFlag, RaiseFlagResult>
{
    public async Task<RaiseFlagResult> Handle(RaiseFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.Participants.SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } participant
        )
            return new RaiseFlagResult.NotFound();
        if (await Already() is { } earlier)
            return earlier;

        var settings = await thresholds.Settings(cancellationToken);
        var found = new NewFinding(
            Rule.RaisedByNurse,
            request.Severity,
            request.RequestId,
            null,
            text.Seal(request.Reason.Trim())
        );
        var joined = await db.Flags.Unresolved().AnyAsync(f => f.ParticipantId == participant.Id, cancellationToken);
        var flag = await flags.RaiseOrJoin(participant, [found], settings, now, cancellationToken);
        if (flag is null)
            return (await Already())!; // The same, sent at the same moment, was faster.
        db.Audit(
            request.By,
            AuditActions.FlagRaisedByHand,
            now,
            participant.Id,
            flag.Id,
            new SeverityDetail(request.Severity)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new RaiseFlagResult.Raised(flag.Id, joined);

        // What was sent twice.
        async Task<RaiseFlagResult?> Already() =>
            await db
                .FlagFindings.AsNoTracking()
                .SingleOrDefaultAsync(
                    f =>
                        f.ParticipantId == participant.Id
                        && f.Rule == Rule.RaisedByNurse
                        && f.SourceId == request.RequestId,
                    cancellationToken
                )
                is { } first
                ? new RaiseFlagResult.Raised(first.FlagId, Joined: false, Repeated: true)
                : null;
    }
}
