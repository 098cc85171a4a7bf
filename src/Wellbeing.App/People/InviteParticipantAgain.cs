using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Sends an invitation again, with a new link for as long as the first had; the old link stops
/// working.</summary>
/// <returns>False when they have answered meanwhile, or it was taken back.</returns>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record InviteParticipantAgain(Actor By, Guid InvitationId) : IRequest<bool>, IActed;

internal sealed class InviteParticipantAgainHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<InviteParticipantAgain, bool>
{
    public async Task<bool> Handle(InviteParticipantAgain request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.EndInvitation(request.InvitationId, now, cancellationToken) is not { } old)
            return false;
        await db.Invite(
            messages,
            request.By,
            new Invitation
            {
                Id = Guid.CreateVersion7(now),
                Kind = old.Kind,
                Name = old.Name,
                Email = old.Email,
                Language = old.Language,
                TimeZone = old.TimeZone,
                Phone = old.Phone,
                BestTimeToCall = old.BestTimeToCall,
                MayLeaveMessage = old.MayLeaveMessage,
                NeedsInterpreter = old.NeedsInterpreter,
                Address = old.Address,
                CohortId = old.CohortId,
                InvitedBy = request.By.UserId,
                InvitedAtUtc = now,
            },
            cancellationToken
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }
}
