namespace Wellbeing.App.Team;

/// <summary>What people are told about who reads their check-ins, and by when that is.</summary>
/// <param name="ReadsEveryCheckIn">False where the organisation says that nurses read what stands out, or what asks for
/// them.</param>
/// <param name="Hours">When the team works.</param>
public sealed record ReadingPromise(bool ReadsEveryCheckIn, WorkingHours Hours)
{
    /// <summary>Check-ins are read by the close of this working day after the one they were sent on.</summary>
    public const int WorkingDays = 2;

    /// <summary>By when a check-in that was sent then is read.</summary>
    public DateTime DueAt(DateTime sentUtc) => Hours.CloseOfWorkingDay(sentUtc, WorkingDays);

    /// <summary>As <see cref="DueAt(DateTime)"/>, for very many.</summary>
    public DueTimes DueTimes() => new(this);

    /// <summary>Whatever was sent up to this instant should have been read by now.</summary>
    /// <remarks>The other way round of <see cref="DueAt(DateTime)"/>, which never falls as time goes on: so it is found
    /// by halving.</remarks>
    public DateTime DueSince(DateTime nowUtc)
    {
        var (back, due) = (TimeSpan.FromDays(WorkingDays), nowUtc);
        while (DueAt(due = nowUtc - back) > nowUtc)
            back *= 2;
        var open = nowUtc;
        while (open - due > TimeSpan.FromMilliseconds(1))
        {
            var middle = due + ((open - due) / 2);
            if (DueAt(middle) <= nowUtc)
                due = middle;
            else
                open = middle;
        }

        return due;
    }
}

/// <summary>By when check-ins are read, each hour looked up once: within most hours it is the same for all.</summary>
public sealed class DueTimes(ReadingPromise promise)
{
    private readonly Dictionary<long, DateTime?> _byHour = [];

    public DateTime Of(DateTime sentUtc)
    {
        var hour = sentUtc.Ticks / TimeSpan.TicksPerHour;
        if (!_byHour.TryGetValue(hour, out var due))
        {
            var begins = new DateTime(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
            var first = promise.DueAt(begins);
            // It never falls: where first and last of an hour agree, all between them do.
            _byHour[hour] = due = promise.DueAt(begins.AddTicks(TimeSpan.TicksPerHour - 1)) == first ? first : null;
        }

        return due ?? promise.DueAt(sentUtc);
    }
}
