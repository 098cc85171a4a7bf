using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>Its author takes a check-in of the last day back.</summary>
[AllowedTo(Roles.Participant)]
public sealed record RemoveCheckIn(Actor By, Guid CheckInId) : IRequest<CorrectCheckInResult>, IActed;

internal sealed class RemoveCheckInHandler(CheckInChanges checkInChanges)
    : IRequestHandler<RemoveCheckIn, CorrectCheckInResult>
{
    public Task<CorrectCheckInResult> Handle(RemoveCheckIn request, CancellationToken cancellationToken) =>
        checkInChanges.Change(
            request.By,
            request.CheckInId,
            (checkIn, now) =>
            {
                checkIn.Remove(now);
                return Task.CompletedTask;
            },
            AuditActions.CheckInRemoved,
            cancellationToken
        );
}
