using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Flags;

/// <summary>Ends the flag with an outcome. Final: a recurrence makes a new flag, linked to this one.</summary>
/// <param name="Outcome">One that says that somebody spoke with the person needs a recorded attempt that reached
/// them.</param>
/// <param name="Note">
/// The team's own. At least <see cref="ShortestReason"/> characters where nobody was reached, or nothing was needed: a
/// flag may be closed, but never without a reason.
/// </param>
/// <param name="LearnUsualAnew">From now on detection learns the person's usual level anew: what was usual before is
/// over.</param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record ResolveFlag(Actor By, Guid FlagId, FlagOutcome Outcome, string? Note, bool LearnUsualAnew = false)
    : IRequest<FlagChangeResult>,
        IActed
{
    public const int MaximumNoteLength = 2000;

    /// <summary>"x" is no reason.</summary>
    public const int ShortestReason = 10;

    /// <summary>The day, in the person's zone, on which they are asked again and stand in the nurses' list; null for
    /// none.</summary>
    public DateOnly? RecheckOn { get; init; }

    /// <summary>The nurse says that the level of the last ratings is usual for this person; null where they do
    /// not.</summary>
    public UsualSaid? Usual { get; init; }
}

/// <summary>"Usual for this person": until a day, for a reason.</summary>
/// <param name="Until">The last day on which it holds, in the person's zone; today and it are at most
/// <see cref="UsualForPerson.MostDays"/> days.</param>
public sealed record UsualSaid(DateOnly Until, string Reason);

internal sealed class ResolveFlagValidator : AbstractValidator<ResolveFlag>
{
    public ResolveFlagValidator(WellbeingDb db, ThresholdsInForce thresholds, TeamZone team, TimeProvider clock)
    {
        // The day that the nurse who chooses has.
        DateOnly Today() => TimeZones.LocalDate(clock.GetUtcNow().UtcDateTime, team.Id);
        RuleFor(r => r.RecheckOn)
            .Must(on => on is null || on > Today())
            .OverridePropertyName("recheckOn")
            .WithMessage("Choose a day to come, or leave it blank.");
        RuleFor(r => r.RecheckOn)
            .Must(on => on is null || on <= Today().AddDays(Recheck.MostDays))
            .OverridePropertyName("recheckOn")
            .WithMessage($"Choose a day within {Recheck.MostDays} days.");
        RuleFor(r => r.Outcome).IsInEnum().OverridePropertyName("outcome").WithMessage("Choose how it ended.");
        RuleFor(r => r.Note)
            .MaximumLength(ResolveFlag.MaximumNoteLength)
            .OverridePropertyName("note")
            .WithMessage("Shorten the note to 2,000 characters.");
        // A flag that a colleague has resolved says so, whatever is in the form.
        WhenAsync(
            async (request, cancellationToken) =>
                await db.Flags.Unresolved().AnyAsync(f => f.Id == request.FlagId, cancellationToken),
            () =>
            {
                RuleFor(r => r.Outcome)
                    .MustAsync(
                        async (request, outcome, cancellationToken) =>
                            !outcome.NeedsSomebodyReached() || await Reached(db, request, cancellationToken)
                    )
                    .OverridePropertyName("outcome")
                    .WithMessage(
                        "Nobody has been reached yet. Record the call that reached them first, or what they told you by message; one from before the flag was raised does not count. If there was none, choose “Unable to reach”, “Raised in error” or “Not needed”."
                    );
                RuleFor(r => r.Note)
                    .MustAsync(
                        async (request, note, cancellationToken) =>
                            request.Outcome.NeedsSomebodyReached()
                            || IsReason(note)
                            || (
                                request.Outcome != FlagOutcome.NotNeeded
                                && await Reached(db, request, cancellationToken)
                            )
                    )
                    .OverridePropertyName("note")
                    .WithMessage(r =>
                        r.Outcome == FlagOutcome.NotNeeded
                            ? $"Write why nothing is needed, in words of at least {ResolveFlag.ShortestReason} characters."
                            : $"Nobody has been reached yet. Write why you close the flag all the same, in words of at least {ResolveFlag.ShortestReason} characters."
                    );
                When(
                    r => r.Usual is not null,
                    () =>
                    {
                        RuleFor(r => r.Usual!.Reason)
                            .Must(reason =>
                                reason?.Trim().Length
                                    is >= ResolveFlag.ShortestReason
                                        and <= UsualForPerson.MaximumReasonLength
                            )
                            .OverridePropertyName("usualReason")
                            .WithMessage(
                                $"Say why, in {ResolveFlag.ShortestReason} to {UsualForPerson.MaximumReasonLength} characters."
                            );
                        RuleFor(r => r.Usual!.Until)
                            .Must(until => until >= Today() && until < Today().AddDays(UsualForPerson.MostDays))
                            .OverridePropertyName("usualUntil")
                            .WithMessage(
                                $"Choose a day to come, within {UsualForPerson.MostDays} days. The last day counts as one."
                            );
                        RuleFor(r => r.Usual)
                            .MustAsync(
                                async (request, _, cancellationToken) => await Reached(db, request, cancellationToken)
                            )
                            .OverridePropertyName("usualUntil")
                            .WithMessage("Only after somebody has spoken with them.");
                        RuleFor(r => r.Usual)
                            .MustAsync(
                                async (request, _, cancellationToken) =>
                                    await IsUsual(db, thresholds, request, cancellationToken)
                            )
                            .OverridePropertyName("usualUntil")
                            .WithMessage(
                                $"Only for somebody whose ratings were all near the top on each of the last {UsualForPerson.FewestDays} days with one."
                            );
                    }
                );
            }
        );
    }

    /// <summary>Words, not ten dots.</summary>
    private static bool IsReason(string? note) =>
        note?.Trim().Length >= ResolveFlag.ShortestReason
        && note.Where(char.IsLetter).Distinct().Count() >= FewestLetters;

    private const int FewestLetters = 4;

    private static Task<bool> Reached(WellbeingDb db, ResolveFlag request, CancellationToken cancellationToken) =>
        db.Flags.AnyAsync(
            f => f.Id == request.FlagId && f.ContactAttempts.Any(a => a.Reached && a.AtUtc >= f.RaisedAtUtc),
            cancellationToken
        );

    private static async Task<bool> IsUsual(
        WellbeingDb db,
        ThresholdsInForce thresholds,
        ResolveFlag request,
        CancellationToken cancellationToken
    )
    {
        var person = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => db.Flags.Any(f => f.Id == request.FlagId && f.ParticipantId == p.Id), cancellationToken);
        var top = (await thresholds.Settings(cancellationToken))
            .Detection.Acute.For(person.Schedule.Cadence)
            .MinimumIntensity;
        var last = await LastRatings(db, person.Id, cancellationToken);
        return UsualForPerson.IsAlways(last, top);
    }

    /// <summary>Every rating of the last days with one.</summary>
    internal static Task<List<CheckIn>> LastRatings(
        WellbeingDb db,
        Guid participantId,
        CancellationToken cancellationToken
    ) =>
        db
            .CheckIns.AsNoTracking()
            .Where(c => c.ParticipantId == participantId && c.Intensity != null)
            .Where(c =>
                db.CheckIns.Where(d => d.ParticipantId == participantId && d.Intensity != null)
                    .Select(d => d.LocalDate)
                    .Distinct()
                    .OrderByDescending(day => day)
                    .Take(UsualForPerson.FewestDays)
                    .Contains(c.LocalDate)
            )
            .ToListAsync(cancellationToken);
}

internal sealed class ResolveFlagHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ResolveFlag, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(ResolveFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await db
                .Flags.Include(f => f.ContactAttempts)
                .SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken)
            is not { } flag
        )
            return new FlagChangeResult.NotFound();
        if (flag.State == FlagState.Resolved)
            return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);
        if (request.Outcome == FlagOutcome.UnableToReach && flag.Tries < Flag.AttemptsBeforeUnableToReach)
            return new FlagChangeResult.NeedsMoreAttempts(flag.Tries, Flag.AttemptsBeforeUnableToReach);

        flag.Resolve(
            request.By.UserId!.Value,
            request.By.Name,
            request.Outcome,
            text.Seal(string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim()),
            now,
            request.LearnUsualAnew
        );
        db.Audit(
            request.By,
            AuditActions.FlagResolved,
            now,
            flag.ParticipantId,
            flag.Id,
            new ResolutionDetail(request.Outcome, request.LearnUsualAnew ? true : null)
        );
        if (request.Usual is { } usual)
            await SayUsual(request, usual, flag, now, cancellationToken);
        if (request.RecheckOn is { } on)
        {
            var participant = await db
                .Participants.AsNoTracking()
                .SingleAsync(p => p.Id == flag.ParticipantId, cancellationToken);
            if (participant.ClosedAtUtc is null)
            {
                db.Rechecks.Add(Recheck.Plan(participant, flag.Id, on, request.By, now));
                db.Audit(
                    request.By,
                    AuditActions.RecheckPlanned,
                    now,
                    flag.ParticipantId,
                    flag.Id,
                    new PlannedRecheckDetail(on)
                );
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }

    private async Task SayUsual(
        ResolveFlag request,
        UsualSaid usual,
        Flag flag,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var person = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == flag.ParticipantId, cancellationToken);
        var last = await ResolveFlagValidator.LastRatings(db, person.Id, cancellationToken);
        foreach (
            var earlier in await db
                .UsualForPeople.Where(u => u.ParticipantId == person.Id && u.EndedAtUtc == null && u.UntilUtc > now)
                .ToListAsync(cancellationToken)
        )
            earlier.End(UsualEnd.Replaced, request.By.Name, now);
        var said = new UsualForPerson
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = person.Id,
            FlagId = flag.Id,
            Rating = last.Max(c => c.Intensity)!.Value,
            Functioning = last.Max(c => c.Functioning),
            SealedReason = text.Seal(usual.Reason.Trim()),
            SaidBy = request.By.UserId!.Value,
            SaidByName = request.By.Name,
            FromUtc = now,
            UntilUtc = TimeZones.StartOf(usual.Until.AddDays(1), person.TimeZone), // That day with it.
        };
        db.UsualForPeople.Add(said);
        db.Audit(request.By, AuditActions.UsualSaid, now, person.Id, flag.Id, new UsualDetail(said.Id, usual.Until));
    }
}
