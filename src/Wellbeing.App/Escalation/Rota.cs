namespace Wellbeing.App.Escalation;

/// <summary>A stretch of time in which the same people are on call; nobody where there is a gap.</summary>
/// <param name="Covered">True where an override stands before the plan.</param>
public sealed record RotaStretch(DateTime FromUtc, DateTime ToUtc, IReadOnlyList<Guid> OnCall, bool Covered);

/// <summary>Reads a rota: pure, in UTC, so that a change of clocks is nothing special.</summary>
public static class Rota
{
    /// <summary>Who is on call: the newest override, or everybody planned; nobody in a gap.</summary>
    public static IReadOnlyList<Guid> OnCallAt(IEnumerable<OnCallShift> shifts, DateTime atUtc) =>
        At(shifts, atUtc).OnCall;

    /// <summary>Whoever comes next and is not on call at the moment.</summary>
    public static Guid? NextAfter(IReadOnlyCollection<OnCallShift> shifts, DateTime atUtc)
    {
        var now = OnCallAt(shifts, atUtc);
        return shifts
            .Select(s => s.StartsAtUtc)
            .Where(start => start > atUtc)
            .Distinct()
            .Order()
            .SelectMany(start => OnCallAt(shifts, start))
            .Where(account => !now.Contains(account))
            .Select(account => (Guid?)account)
            .FirstOrDefault();
    }

    /// <summary>The whole time from <paramref name="fromUtc"/> to <paramref name="toUtc"/>, without holes: a gap is a
    /// stretch with nobody.</summary>
    public static IReadOnlyList<RotaStretch> Between(
        IReadOnlyCollection<OnCallShift> shifts,
        DateTime fromUtc,
        DateTime toUtc
    )
    {
        var edges = shifts
            .SelectMany(s => new[] { s.StartsAtUtc, s.EndsAtUtc })
            .Where(at => at > fromUtc && at < toUtc)
            .Append(fromUtc)
            .Append(toUtc)
            .Distinct()
            .Order()
            .ToList();
        var stretches = new List<RotaStretch>();
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var (onCall, covered) = At(shifts, edges[i]);
            if (
                stretches.Count > 0
                && stretches[^1] is var last
                && last.Covered == covered
                && last.OnCall.SequenceEqual(onCall)
            )
                stretches[^1] = last with { ToUtc = edges[i + 1] };
            else
                stretches.Add(new RotaStretch(edges[i], edges[i + 1], onCall, covered));
        }

        return stretches;
    }

    /// <summary>One nurse's turns. Who goes on does not begin anew, whoever else comes or goes beside them.</summary>
    public static IReadOnlyList<RotaStretch> TurnsOf(IEnumerable<RotaStretch> stretches, Guid nurse)
    {
        var turns = new List<RotaStretch>();
        foreach (var stretch in stretches.Where(s => s.OnCall.Contains(nurse)))
        {
            if (turns.Count > 0 && turns[^1] is var last && last.ToUtc == stretch.FromUtc)
                turns[^1] = last with { ToUtc = stretch.ToUtc, OnCall = [.. last.OnCall.Union(stretch.OnCall)] };
            else
                turns.Add(stretch);
        }

        return turns;
    }

    private static (IReadOnlyList<Guid> OnCall, bool Covered) At(IEnumerable<OnCallShift> shifts, DateTime atUtc)
    {
        var now = shifts.Where(s => s.StartsAtUtc <= atUtc && atUtc < s.EndsAtUtc).ToList();
        return
            now.Where(s => s.IsOverride)
                .OrderByDescending(s => s.CreatedAtUtc)
                .ThenByDescending(s => s.Id)
                .FirstOrDefault()
                is { } cover
            ? ([cover.AccountId], true)
            : ([.. now.Select(s => s.AccountId).Distinct().Order()], false);
    }
}
