using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>
/// An acknowledgement with an end of the nurse's own choosing, at most <see cref="Flag.LongestSnooze"/> away. New
/// evidence and cries for help re-open the flag before it.
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
    public SnoozeFlagValidator(WellbeingDb db, TimeProvider clock)
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
                    var grave = flag.Severity;
                    if (await db.ContactOwedBy(flag, cancellationToken) is { } owed && until > owed)
                    {
                        context.AddFailure(
                            "until",
                            "They were told that somebody is in touch before then. Record a contact attempt first, or choose an earlier time."
                        );
                        return;
                    }

                    var (now, longest) = (clock.GetUtcNow().UtcDateTime, Flag.LongestSnooze(grave));
                    if (until <= now || until - now > longest)
                        context.AddFailure(
                            "until",
                            grave == Severity.Urgent
                                ? "Choose a time within the next 24 hours."
                                : "Choose a time within the next 7 days."
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
            string.Create(CultureInfo.InvariantCulture, $"until={request.UntilUtc:yyyyMMddHHmm}")
        );
        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
