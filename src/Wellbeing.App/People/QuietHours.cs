using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>What can wait does not come in a participant's quiet hours.</summary>
internal static class QuietHours
{
    /// <returns>When a message to this participant may leave: now, or when their quiet hours end.</returns>
    public static async Task<DateTime> End(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == message.ParticipantId, cancellationToken);
        return participant.Schedule.OutsideQuietHours(nowUtc, participant.TimeZone);
    }
}
