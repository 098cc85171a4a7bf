using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>A nurse tried to reach the person. Recording it on an open flag takes the flag in hand too.</summary>
/// <param name="RequestId">Made when the form was rendered: the same form sent twice records one attempt.</param>
/// <param name="Note">The team's own, at most <see cref="MaximumNoteLength"/> characters.</param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record RecordContactAttempt(
    Actor By,
    Guid FlagId,
    Guid RequestId,
    ContactChannel Channel,
    bool Reached,
    string? Note
) : IRequest<FlagChangeResult>, IActed
{
    public const int MaximumNoteLength = 2000;

    /// <summary>When the call was; null for now. From before the flag was raised it stands in the history, and answers
    /// nothing.</summary>
    public DateTime? AtUtc { get; init; }

    /// <summary>It is given to a colleague in the same step: whoever records it does not have it.</summary>
    internal bool GivenAway { get; init; }

    /// <summary>The flag may have been resolved by a colleague meanwhile: it is added all the same, marked as late, and
    /// opens nothing.</summary>
    public bool EvenIfResolved { get; init; }
}

internal sealed class RecordContactAttemptValidator : AbstractValidator<RecordContactAttempt>
{
    /// <summary>A nurse's watch may be ahead of the server's.</summary>
    private static readonly TimeSpan _clocksDiffer = TimeSpan.FromMinutes(2);

    public RecordContactAttemptValidator(WellbeingDb db, TimeProvider clock)
    {
        RuleFor(r => r.Note)
            .MaximumLength(RecordContactAttempt.MaximumNoteLength)
            .OverridePropertyName("note")
            .WithMessage("Shorten the note to 2,000 characters.");
        RuleFor(r => r.Channel).IsInEnum().OverridePropertyName("channel").WithMessage("Choose how you tried.");
        RuleFor(r => r.RequestId)
            .NotEmpty()
            .OverridePropertyName("requestId")
            .WithMessage("Send a requestId that is not all zeros, or none.");
        RuleFor(r => r.RequestId)
            .MustAsync(
                async (request, id, cancellationToken) =>
                    !await db.ContactAttempts.AnyAsync(a => a.Id == id && a.FlagId != request.FlagId, cancellationToken)
            )
            .OverridePropertyName("requestId")
            .WithMessage("This requestId was used for another flag. Make a new one for each attempt.");
        RuleFor(r => r.Reached)
            .Must((request, reached) => reached || request.Channel != ContactChannel.TheirMessage)
            .OverridePropertyName("reached")
            .WithMessage("What they told you by message counts as reached.");
        RuleFor(r => r.AtUtc)
            .Must(at => at is null || at <= clock.GetUtcNow().UtcDateTime + _clocksDiffer)
            .OverridePropertyName("at")
            .WithMessage("Enter a time that has passed.");
        RuleFor(r => r.AtUtc)
            .MustAsync(
                async (request, at, cancellationToken) =>
                    at is null
                    || await db
                        .Flags.Where(f => f.Id == request.FlagId)
                        .Select(f => (DateTime?)f.RaisedAtUtc)
                        .SingleOrDefaultAsync(cancellationToken)
                        is not { } raised
                    || at >= raised - Flag.AttemptsBeforeRaise
            )
            .OverridePropertyName("at")
            .WithMessage("The flag was raised later than that. Enter when you tried to reach them about it.");
    }
}

internal sealed class RecordContactAttemptHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<RecordContactAttempt, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(RecordContactAttempt request, CancellationToken cancellationToken)
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
        if (flag.ContactAttempts.Any(a => a.Id == request.RequestId))
            return new FlagChangeResult.Done();
        var late = flag.State == FlagState.Resolved;
        if (late && !(request.EvenIfResolved && flag.TakesLateRecords(now)))
            return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);

        var hadIt = flag.State == FlagState.Acknowledged;
        var (nurse, note) = (
            request.By.UserId!.Value,
            text.Seal(string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim())
        );
        var at = request.AtUtc < now ? request.AtUtc : null;
        if (late)
            flag.RecordLate(request.RequestId, nurse, request.By.Name, request.Channel, request.Reached, note, now, at);
        else
            flag.RecordContactAttempt(
                request.RequestId,
                nurse,
                request.By.Name,
                request.Channel,
                request.Reached,
                note,
                now,
                at,
                request.Reached ? null : await db.ContactOwedBy(flag, cancellationToken),
                request.GivenAway
            );
        db.Audit(
            request.By,
            late ? AuditActions.ContactRecordedLate : AuditActions.ContactAttempted,
            now,
            flag.ParticipantId,
            flag.Id,
            new AttemptDetail(request.Channel, request.Reached, flag.State == FlagState.Open ? true : null)
        );
        if (hadIt && flag.State == FlagState.Open)
            db.Audit(
                request.By,
                AuditActions.AcknowledgementEnded,
                now,
                flag.ParticipantId,
                flag.Id,
                new AcknowledgementEndDetail(AcknowledgementEnd.Assigned)
            );
        await db.SaveChangesAsync(cancellationToken);
        if (flag.State != FlagState.Open)
            await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
