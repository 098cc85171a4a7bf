using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>One of the participant's own check-ins, by the id it was sent under; null when it was never sent.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetMyCheckIn(Actor By, Guid SubmissionId) : IRequest<MyCheckIn?>, IActed;

/// <param name="SomeoneLooksByUtc">While a flag is open: by when somebody will have looked, by the rota and the working
/// hours.</param>
/// <param name="InTouch">A nurse has the person's flag in hand.</param>
public sealed record MyCheckIn(
    CheckInView CheckIn,
    ParticipantKind Kind,
    string TimeZone,
    DateTime? SomeoneLooksByUtc,
    bool InTouch
)
{
    public required string Name { get; init; }

    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>What the person is told about time.</summary>
    public required WhenSomebodyReads Reads { get; init; }
}

internal sealed class GetMyCheckInHandler(WellbeingDb db, QuestionBook questions, WhenRead whenRead)
    : IRequestHandler<GetMyCheckIn, MyCheckIn?>
{
    public async Task<MyCheckIn?> Handle(GetMyCheckIn request, CancellationToken cancellationToken)
    {
        var checkIn = await db
            .CheckIns.AsNoTracking()
            .SingleOrDefaultAsync(
                c => c.ParticipantId == request.By.ParticipantId && c.SubmissionId == request.SubmissionId,
                cancellationToken
            );
        if (checkIn is null)
            return null;
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == checkIn.ParticipantId, cancellationToken);
        var flag = await whenRead.OpenFlagOf(participant.Id, cancellationToken);
        var view = (await questions.View(checkIn, cancellationToken)).For(request.By);
        var looksBy = await db.PromisedBy(flag, cancellationToken);
        return new MyCheckIn(
            view,
            participant.Kind,
            participant.TimeZone,
            looksBy,
            flag?.State == FlagState.Acknowledged
        )
        {
            Name = participant.Name,
            PreferredName = participant.PreferredName,
            Reads = await whenRead.Reads(flag, looksBy, view, cancellationToken),
        };
    }
}
