using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Flags;

/// <summary>Ends the flag with an outcome. Final: a recurrence makes a new flag, linked to this one.</summary>
/// <param name="Note">
/// The team's own. Required where nobody was reached: an open flag may be closed, but never without a reason.
/// </param>
/// <param name="LearnUsualAnew">From now on detection learns the person's usual level anew: what was usual before is over.</param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record ResolveFlag(Actor By, Guid FlagId, FlagOutcome Outcome, string? Note, bool LearnUsualAnew = false) : IRequest<FlagChangeResult>, IActed
{
    public const int MaximumNoteLength = 2000;

    /// <summary>The day, in the person's zone, on which they are asked again and stand in the nurses' list; null for none.</summary>
    public DateOnly? RecheckOn { get; init; }
}

internal sealed class ResolveFlagValidator : AbstractValidator<ResolveFlag>
{
    public ResolveFlagValidator(WellbeingDb db, TimeProvider clock)
    {
        RuleFor(r => r.RecheckOn).Must(on => on is null || on > Today(clock)).OverridePropertyName("recheckOn").WithMessage("Choose a day to come, or leave it blank.");
        RuleFor(r => r.RecheckOn).Must(on => on is null || on <= Today(clock).AddDays(Recheck.MostDays)).OverridePropertyName("recheckOn")
            .WithMessage($"Choose a day within {Recheck.MostDays} days.");
        RuleFor(r => r.Outcome).IsInEnum().OverridePropertyName("outcome").WithMessage("Choose how it ended.");
        RuleFor(r => r.Note).MaximumLength(ResolveFlag.MaximumNoteLength).OverridePropertyName("note")
            .WithMessage("Shorten the note to 2,000 characters.");
        RuleFor(r => r.Note)
            .MustAsync(async (request, note, cancellationToken) =>
                !string.IsNullOrWhiteSpace(note)
                || await db.ContactAttempts.AnyAsync(a => a.FlagId == request.FlagId && a.Reached, cancellationToken))
            .OverridePropertyName("note")
            .WithMessage("Nobody has been reached yet. Write in the note why you close the flag all the same.");
    }

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}

internal sealed class ResolveFlagHandler(WellbeingDb db, SealedText text, TimeProvider clock) : IRequestHandler<ResolveFlag, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(ResolveFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.Flags.Include(f => f.ContactAttempts).SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken) is not { } flag)
            return new FlagChangeResult.NotFound();
        if (flag.State == FlagState.Resolved)
            return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);
        if (request.Outcome == FlagOutcome.UnableToReach && flag.ContactAttempts.Count < Flag.AttemptsBeforeUnableToReach)
            return new FlagChangeResult.NeedsMoreAttempts(flag.ContactAttempts.Count, Flag.AttemptsBeforeUnableToReach);

        flag.Resolve(
            request.By.UserId!.Value, request.By.Name, request.Outcome,
            text.Seal(string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim()), now, request.LearnUsualAnew);
        db.Audit(request.By, AuditActions.FlagResolved, now, flag.ParticipantId, flag.Id, $"outcome={request.Outcome}{(request.LearnUsualAnew ? " usual-level=anew" : "")}");
        if (request.RecheckOn is { } on)
        {
            var participant = await db.Participants.AsNoTracking().SingleAsync(p => p.Id == flag.ParticipantId, cancellationToken);
            if (participant.ClosedAtUtc is null)
            {
                db.Rechecks.Add(Recheck.Plan(participant, flag.Id, on, request.By, now));
                db.Audit(request.By, AuditActions.RecheckPlanned, now, flag.ParticipantId, flag.Id, $"on={on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
