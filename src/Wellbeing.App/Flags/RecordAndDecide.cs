using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>
/// A nurse records a contact attempt and says in the same step what comes next; a flag that is given to a colleague by
/// it is open for them, and in nobody's hands before they acknowledge it. Both happen or neither does: an attempt
/// whose next step is refused is not recorded, so that the form can be mended and sent again. The same form sent twice
/// does both once.
/// </summary>
/// <param name="Next">
/// A <see cref="ResolveFlag"/>, <see cref="SnoozeFlag"/> or <see cref="AssignFlag"/> of the same flag by the same
/// actor, made as if the attempt stood already. What its validator refuses is named <c>next.…</c>.
/// </param>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record RecordAndDecide(RecordContactAttempt Attempt, IRequest<FlagChangeResult> Next)
    : IRequest<FlagChangeResult>,
        IActed
{
    /// <summary>Before the name of every field of <see cref="Next"/>.</summary>
    public const string NextPrefix = "next.";

    public Actor By { get; init; } = Attempt.By;
}

internal sealed class RecordAndDecideHandler(WellbeingDb db, ISender sender)
    : IRequestHandler<RecordAndDecide, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(RecordAndDecide request, CancellationToken cancellationToken)
    {
        var (attempt, flagId) = (request.Attempt, FlagOf(request));
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.ContactAttempts.AnyAsync(a => a.Id == attempt.RequestId && a.FlagId == flagId, cancellationToken))
            return new FlagChangeResult.Done(); // Sent twice: the first one did both.

        var recorded = await sender.Send(
            attempt with
            {
                GivenAway = request.Next is AssignFlag give && give.NurseId != request.By.UserId,
            },
            cancellationToken
        );
        if (recorded is not FlagChangeResult.Done)
            return recorded;
        try
        {
            var decided = await sender.Send(request.Next, cancellationToken);
            if (decided is FlagChangeResult.Done)
                await transaction.CommitIfOwn(cancellationToken);
            else
                db.StartOver(); // Rolled back: what was tracked is not what is stored.
            return decided;
        }
        catch (ValidationException refused)
        {
            db.StartOver();
            foreach (var failure in refused.Errors)
                failure.PropertyName = RecordAndDecide.NextPrefix + failure.PropertyName;
            throw;
        }
    }

    private static Guid FlagOf(RecordAndDecide request)
    {
        var (by, flagId) = request.Next switch
        {
            ResolveFlag next => (next.By, next.FlagId),
            SnoozeFlag next => (next.By, next.FlagId),
            AssignFlag next => (next.By, next.FlagId),
            _ => throw new ArgumentException($"{request.Next.GetType().Name} is no next step.", nameof(request)),
        };
        return by == request.By && flagId == request.Attempt.FlagId
            ? flagId
            : throw new ArgumentException("The next step is of another flag, or of somebody else.", nameof(request));
    }
}
