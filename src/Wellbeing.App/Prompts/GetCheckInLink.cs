using MediatR;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>What stands behind the one-tap link of an invitation. Looking changes nothing: mail scanners look
/// too.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetCheckInLink(Actor By, string? Secret) : IRequest<CheckInLinkState>, IActed;

internal sealed class GetCheckInLinkHandler(WellbeingDb db, CheckInLinkStates checkInLinkStates, TimeProvider clock)
    : IRequestHandler<GetCheckInLink, CheckInLinkState>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<CheckInLinkState> Handle(GetCheckInLink request, CancellationToken cancellationToken) =>
        await db.FindLink(LinkPurpose.CheckIn, request.Secret, cancellationToken) is { } token
            ? await checkInLinkStates.State(token, cancellationToken)
            : CheckInLinkState.Over;
}
