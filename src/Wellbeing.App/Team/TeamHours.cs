using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;

namespace Wellbeing.App.Team;

/// <summary>When the team works, as administrators last set it.</summary>
public sealed class TeamHours(WellbeingDb db, TeamZone zone, IOptions<TeamOptions> first)
{
    public async Task<WorkingHours> Get(CancellationToken cancellationToken)
    {
        if (await db.TeamCalendars.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } calendar)
            return first.Value.WorkingHours();
        zone.Id = calendar.TimeZone;
        var holidays = await db.Holidays.AsNoTracking().Select(h => h.Date).ToListAsync(cancellationToken);
        return new WorkingHours(calendar.TimeZone, calendar.Week, holidays.ToHashSet());
    }
}

/// <summary>
/// The team's zone as last read from the database, for whoever only shows moments: every tick reads it anew, so that
/// another server's change is seen within a minute.
/// </summary>
public sealed class TeamZone(IOptions<TeamOptions> first)
{
    private volatile string? _id;

    /// <summary>IANA zone.</summary>
    public string Id
    {
        get => _id ?? first.Value.TimeZone;
        internal set => _id = value;
    }
}
