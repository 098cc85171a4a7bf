using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Flags;

/// <summary>A nurse tried to reach the person. Recording it on an open flag takes the flag in hand too.</summary>
/// <param name="RequestId">Made when the form was rendered: the same form sent twice records one attempt.</param>
/// <param name="Note">The team's own, at most <see cref="MaximumNoteLength"/> characters.</param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record RecordContactAttempt(Actor By, Guid FlagId, Guid RequestId, ContactChannel Channel, bool Reached, string? Note)
    : IRequest<FlagChangeResult>, IActed
{
    public const int MaximumNoteLength = 2000;
}

internal sealed class RecordContactAttemptValidator : AbstractValidator<RecordContactAttempt>
{
    public RecordContactAttemptValidator(WellbeingDb db)
    {
        RuleFor(r => r.Note).MaximumLength(RecordContactAttempt.MaximumNoteLength).OverridePropertyName("note")
            .WithMessage("Shorten the note to 2,000 characters.");
        RuleFor(r => r.Channel).IsInEnum().OverridePropertyName("channel").WithMessage("Choose how you tried.");
        RuleFor(r => r.RequestId).NotEmpty().OverridePropertyName("requestId").WithMessage("Send a requestId that is not all zeros, or none.");
        RuleFor(r => r.RequestId)
            .MustAsync(async (request, id, cancellationToken) =>
                !await db.ContactAttempts.AnyAsync(a => a.Id == id && a.FlagId != request.FlagId, cancellationToken))
            .OverridePropertyName("requestId")
            .WithMessage("This requestId was used for another flag. Make a new one for each attempt.");
    }
}

internal sealed class RecordContactAttemptHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<RecordContactAttempt, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(RecordContactAttempt request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.Flags.Include(f => f.ContactAttempts).SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken) is not { } flag)
            return new FlagChangeResult.NotFound();
        if (flag.ContactAttempts.Any(a => a.Id == request.RequestId)) return new FlagChangeResult.Done();
        if (flag.State == FlagState.Resolved)
            return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);

        flag.RecordContactAttempt(
            request.RequestId, request.By.UserId!.Value, request.By.Name, request.Channel, request.Reached,
            text.Seal(string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim()), now);
        db.Audit(request.By, AuditActions.ContactAttempted, now, flag.ParticipantId, flag.Id, $"channel={request.Channel};reached={request.Reached}");
        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
