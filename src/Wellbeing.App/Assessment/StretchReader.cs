using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Site;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Assessment;

/// <summary>Reads what <see cref="StrongStretch"/> is made of: ratings and days, neither words nor feelings.</summary>
public sealed class StretchReader(WellbeingDb db, SeriesReader series, ThresholdsInForce thresholds, TimeProvider clock)
{
    public async Task<StrongStretch> Of(Guid participantId, CancellationToken cancellationToken)
    {
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == participantId, cancellationToken);
        var settings = await thresholds.Settings(cancellationToken);
        return StrongStretch.Of(
            await series.Of(participant, cancellationToken),
            settings.Detection,
            TimeZones.LocalDate(clock.GetUtcNow().UtcDateTime, participant.TimeZone)
        );
    }
}
