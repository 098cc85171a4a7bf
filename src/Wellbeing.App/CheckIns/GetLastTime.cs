using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.CheckIns;

/// <summary>
/// What was said last time, where "much the same" may be answered by looking at it once; null where the questions must
/// be asked. See docs/decisions/0010.
/// </summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetLastTime(Actor By) : IRequest<LastTime?>, IActed;

/// <summary>The last check-in, and the answers that a "much the same" would send.</summary>
/// <param name="Unchanged">Ratings and feelings of last time, compared as the same. Words, a wish for contact, and
/// extra questions belong to their day.</param>
public sealed record LastTime(CheckInView CheckIn, string TimeZone, Answers Unchanged)
{
    /// <summary>So many in a row may repeat an answer; then every question is asked again, so that no old number lives
    /// on by habit.</summary>
    public const int MostInARow = 3;
}

internal sealed class GetLastTimeHandler(WellbeingDb db, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<GetLastTime, LastTime?>
{
    /// <summary>From here on nothing is offered to be repeated: help comes first, and each answer is worth asking
    /// for.</summary>
    private const int VeryHigh = 9;

    // Two of the person's own intervals and a day: beyond that nobody remembers what "the same" would be the same as.
    private static readonly PerCadence<int> _rememberedDays = new(3, 15, 29, 63);

    public async Task<LastTime?> Handle(GetLastTime request, CancellationToken cancellationToken)
    {
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        var recent = await db
            .CheckIns.AsNoTracking()
            .Where(c => c.ParticipantId == participant.Id)
            .OrderByDescending(c => c.SubmittedAtUtc)
            .Take(LastTime.MostInARow)
            .ToListAsync(cancellationToken);
        if (
            recent is not [var last, ..]
            || last.Intensity is null or >= VeryHigh
            || last.Functioning is null
            || clock.GetUtcNow().UtcDateTime - last.SubmittedAtUtc
                > TimeSpan.FromDays(_rememberedDays.For(participant.Schedule.Cadence))
            || (recent.Count == LastTime.MostInARow && recent.TrueForAll(c => c.ConfirmedFromId is not null))
        )
        {
            return null;
        }

        var view = await questions.View(last, cancellationToken);
        return new LastTime(
            view,
            participant.TimeZone,
            new Answers(
                view.Intensity,
                view.Functioning,
                PerceivedChange.Same,
                view.Emotions,
                Words: null,
                ContactMe: false
            )
        );
    }
}
