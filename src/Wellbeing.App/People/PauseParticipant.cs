using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.People;

/// <summary>A nurse stops the asking for a while, or begins it again: in hospital, or on the person's wish over the
/// telephone.</summary>
/// <param name="Until">Asked again from this day on, in the person's zone; null ends a pause now.</param>
[AllowedTo(Roles.Nurse)]
public sealed record PauseParticipant(Actor By, Guid ParticipantId, DateOnly? Until) : IRequest<bool>, IActed
{
    public const int MostDays = 365;
}

internal sealed class PauseParticipantValidator : AbstractValidator<PauseParticipant>
{
    public PauseParticipantValidator(TimeProvider clock)
    {
        // A day of tolerance either way: the person may live a zone ahead or behind.
        RuleFor(r => r.Until)
            .Must(u => u is null || u > Today(clock).AddDays(-1))
            .OverridePropertyName("until")
            .WithMessage("Choose a day to come.");
        RuleFor(r => r.Until)
            .Must(u => u is null || u <= Today(clock).AddDays(PauseParticipant.MostDays + 1))
            .OverridePropertyName("until")
            .WithMessage(
                "Choose a day within a year. Longer than that, they should close their account and come back."
            );
    }

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}

internal sealed class PauseParticipantHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<PauseParticipant, bool>
{
    /// <returns>False where there is no such person, or they have left.</returns>
    public async Task<bool> Handle(PauseParticipant request, CancellationToken cancellationToken)
    {
        var participant = await db
            .Participants.TakingPart()
            .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken);
        if (participant is null)
            return false;
        DateTime? until = request.Until is { } day ? TimeZones.StartOf(day, participant.TimeZone) : null;
        if (participant.PausedUntilUtc == until && participant.PausedFromUtc is null)
            return true;
        var now = clock.GetUtcNow().UtcDateTime;
        participant.PausedFromUtc = null;
        participant.PausedUntilUtc = until;
        db.Audit(
            request.By,
            until is null ? AuditActions.PauseEnded : AuditActions.ParticipantPaused,
            now,
            participant.Id,
            detail: until is null ? null : new PauseDetail(request.Until)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
