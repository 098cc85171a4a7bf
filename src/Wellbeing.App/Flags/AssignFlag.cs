using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>
/// Says whose the flag should be, and tells them. The ladder goes on until somebody acknowledges; the nurse it is
/// assigned to may take it from a colleague who has it.
/// </summary>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record AssignFlag(Actor By, Guid FlagId, Guid NurseId) : IRequest<FlagChangeResult>, IActed;

internal sealed class AssignFlagValidator : AbstractValidator<AssignFlag>
{
    public AssignFlagValidator(WellbeingDb db) =>
        RuleFor(r => r.NurseId)
            .MustAsync(
                (request, id, cancellationToken) =>
                    id == request.By.UserId // They are here.
                        ? db.EnabledIn(Roles.Nurse).AnyAsync(a => a.Id == id, cancellationToken)
                        : db.EnabledIn(Roles.Nurse).ThatCanAct(db).AnyAsync(a => a.Id == id, cancellationToken)
            )
            .OverridePropertyName("nurse")
            .WithMessage("Choose a nurse of the team who has joined, and whose address takes mail.");
}

internal sealed class AssignFlagHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<AssignFlag, FlagChangeResult>
{
    private static readonly TimeSpan _messageLives = TimeSpan.FromHours(24);

    public async Task<FlagChangeResult> Handle(AssignFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.Flags.SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken) is not { } flag)
            return new FlagChangeResult.NotFound();
        if (flag.State == FlagState.Resolved)
            return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);
        if (flag.AssignedTo == request.NurseId)
            return new FlagChangeResult.Done(); // A second click.

        var nurse = await db.Users.AsNoTracking().SingleAsync(a => a.Id == request.NurseId, cancellationToken);
        flag.Assign(nurse.Id, nurse.DisplayName);
        db.Audit(request.By, AuditActions.FlagAssigned, now, flag.ParticipantId, flag.Id, new NurseDetail(nurse.Id));
        if (nurse.Id != request.By.UserId && nurse.Email is not null)
        {
            // Given, given away and given back is three times told.
            var cause = string.Create(CultureInfo.InvariantCulture, $"flag-{flag.Id:N}/assigned-{now.Ticks}");
            await messages.Write(
                new NewMessage(FlagAssigned.Kind, nurse.ToRecipient(), cause, now, now + _messageLives)
                {
                    Priority = flag.Severity == Severity.Urgent ? 0 : 1,
                    ParticipantId = flag.ParticipantId,
                    FlagId = flag.Id,
                },
                cancellationToken
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
