using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>How many of the colleague's own invitations ended without anybody using them, and were neither sent again
/// nor taken back. It names nobody.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record CountEndedInvitations(Actor By) : IRequest<int>, IActed;

internal sealed class CountEndedInvitationsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<CountEndedInvitations, int>
{
    public Task<int> Handle(CountEndedInvitations request, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow().UtcDateTime - Invitation.Lives;
        return db.Invitations.CountAsync(
            i =>
                i.InvitedBy == request.By.UserId
                && i.AcceptedAtUtc == null
                && i.InvitedAtUtc <= began
                && !db.Users.Any(u => u.Email == i.Email),
            cancellationToken
        );
    }
}
