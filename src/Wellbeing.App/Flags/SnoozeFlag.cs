using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Flags;

/// <summary>
/// An acknowledgement with an end of the nurse's own choosing, at most <see cref="Flag.LongestSnooze"/> away, and of an
/// urgent flag <see cref="Flag.LongestWaitUnreached"/> while nobody has reached the person. A late flag is not put off
/// before somebody has tried. New evidence and cries for help re-open the flag before it.
/// </summary>
/// <param name="Reason">Why it may wait, for colleagues: 5 to <see cref="MaximumReasonLength"/> characters.</param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record SnoozeFlag(Actor By, Guid FlagId, DateTime UntilUtc, string Reason)
    : IRequest<FlagChangeResult>,
        IActed
{
    public const int MaximumReasonLength = 500;
}

internal sealed class SnoozeFlagValidator : AbstractValidator<SnoozeFlag>
{
    private static readonly CultureInfo _english = CultureInfo.GetCultureInfo("en-AU");

    public SnoozeFlagValidator(WellbeingDb db, TeamZone zone, TimeProvider clock)
    {
        RuleFor(r => r.Reason)
            .Must(r => r?.Trim().Length is >= 5 and <= SnoozeFlag.MaximumReasonLength)
            .OverridePropertyName("reason")
            .WithMessage("Say why it may wait, in 5 to 500 characters.");
        RuleFor(r => r.UntilUtc)
            .CustomAsync(
                async (until, context, cancellationToken) =>
                {
                    var flag = await db
                        .Flags.AsNoTracking()
                        .SingleOrDefaultAsync(f => f.Id == context.InstanceToValidate.FlagId, cancellationToken);
                    if (flag is null)
                        return;
                    var now = clock.GetUtcNow().UtcDateTime;
                    var rule = await db.MayBeSnoozed(flag, now, cancellationToken);
                    if (rule.WaitingSinceUtc is { } since)
                    {
                        var when = TimeZones.Local(since, zone.Id).ToString("ddd d MMM, h:mm tt", _english);
                        context.AddFailure(
                            "until",
                            $"They have waited since {when}: record a contact attempt first{(flag.State == FlagState.Open ? ", or acknowledge it" : "")}."
                        );
                        return;
                    }

                    if (until > rule.NotBeyondUtc)
                    {
                        context.AddFailure(
                            "until",
                            "They were told that somebody is in touch before then. Record a call first, or choose an earlier time."
                        );
                        return;
                    }

                    var longest = rule.Longest;
                    if (until <= now || until - now > longest)
                        context.AddFailure(
                            "until",
                            longest == Flag.LongestWaitUnreached
                                    ? $"Nobody has reached them yet: choose a time within the next {longest.TotalHours:0} hours."
                                : longest.TotalDays <= 1
                                    ? $"Choose a time within the next {longest.TotalHours:0} hours."
                                : $"Choose a time within the next {longest.TotalDays:0} days."
                        );
                }
            );
    }
}

internal sealed class SnoozeFlagHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<SnoozeFlag, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(SnoozeFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await db.Flags.Include(f => f.Snoozes).SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken)
            is not { } flag
        )
            return new FlagChangeResult.NotFound();
        if (flag.State == FlagState.Resolved)
            return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);
        if (flag.State == FlagState.Acknowledged && flag.AcknowledgedBy != request.By.UserId)
            return new FlagChangeResult.TakenBy(flag.AcknowledgedByName!, flag.AcknowledgedAtUtc!.Value);

        if (
            flag.SnoozedUntilUtc == request.UntilUtc
            && text.Open(flag.Snoozes.MaxBy(s => s.AtUtc)?.SealedReason) == request.Reason.Trim()
        )
            return new FlagChangeResult.Done(); // Sent twice.

        flag.Snooze(
            request.By.UserId!.Value,
            request.By.Name,
            request.UntilUtc,
            text.Seal(request.Reason.Trim())!,
            now
        );
        db.Audit(
            request.By,
            AuditActions.FlagSnoozed,
            now,
            flag.ParticipantId,
            flag.Id,
            new SnoozeDetail(request.UntilUtc)
        );
        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
