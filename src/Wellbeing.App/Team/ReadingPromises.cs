using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Team;

/// <summary>What is promised about reading, as administrators last set it: the one place that pages, mails and lists
/// ask.</summary>
public sealed class ReadingPromises(WellbeingDb db, TeamHours hours)
{
    private ReadingPromise? _read; // Once a request.

    public async Task<ReadingPromise> Get(CancellationToken cancellationToken) =>
        _read ??= new ReadingPromise(
            await ReadsEveryCheckIn(db, cancellationToken),
            await hours.Get(cancellationToken)
        );

    /// <summary>For those who need no hours.</summary>
    public static async Task<bool> ReadsEveryCheckIn(WellbeingDb db, CancellationToken cancellationToken) =>
        !await db.TeamCalendars.AnyAsync(c => c.ReadsOnlyWhatStandsOut, cancellationToken);
}
