namespace Wellbeing.Detection.Replay;

/// <summary>
/// The check-ins of many people in columns, by person (ordinal order of ids) and then by time. Immutable; made by
/// <see cref="CohortBuilder"/>. A million check-ins take about 16 MB.
/// </summary>
public sealed class Cohort
{
    private readonly string[] ids;
    private readonly Cadence[] cadences;
    private readonly int[] starts;
    private readonly long[] at;
    private readonly int[] day;
    private readonly sbyte[] intensity;
    private readonly sbyte[] functioning;
    private readonly bool[] contactMe;
    private readonly sbyte[] duration;
    private readonly long[][] restarts;
    private readonly long[] until;

    internal Cohort(
        string[] ids,
        Cadence[] cadences,
        int[] starts,
        long[] at,
        int[] day,
        sbyte[] intensity,
        sbyte[] functioning,
        bool[] contactMe,
        sbyte[] duration,
        long[][] restarts,
        long[] until
    )
    {
        this.ids = ids;
        this.cadences = cadences;
        this.starts = starts;
        this.at = at;
        this.day = day;
        this.intensity = intensity;
        this.functioning = functioning;
        this.contactMe = contactMe;
        this.duration = duration;
        this.restarts = restarts;
        this.until = until;
    }

    /// <summary>How many people.</summary>
    public int People => ids.Length;

    /// <summary>How many check-ins in all.</summary>
    public int CheckIns => at.Length;

    /// <summary>The id of a person.</summary>
    public string Id(int person) => ids[person];

    /// <summary>How often a person is asked.</summary>
    public Cadence CadenceOf(int person) => cadences[person];

    /// <summary>The place of a person with this id; negative if nobody has it.</summary>
    public int Find(string id) => Array.BinarySearch(ids, id, StringComparer.Ordinal);

    /// <summary>Instants of a person's check-ins in ticks (UTC), oldest first.</summary>
    public ReadOnlySpan<long> SubmittedAt(int person) => at.AsSpan(starts[person]..starts[person + 1]);

    /// <summary>Until when a running silence of this person counts, in ticks; <see cref="long.MaxValue"/> where none
    /// does.</summary>
    internal long Until(int person) => until[person];

    internal Columns Of(int person)
    {
        var range = starts[person]..starts[person + 1];
        return new Columns(
            at.AsSpan(range),
            day.AsSpan(range),
            intensity.AsSpan(range),
            functioning.AsSpan(range),
            contactMe.Length == 0 ? [] : contactMe.AsSpan(range),
            change: [],
            duration.Length == 0 ? [] : duration.AsSpan(range),
            restarts[person],
            levelAtDiagnosis: null
        );
    }
}

/// <summary>Collects check-ins in any order. Not safe for several threads at once.</summary>
public sealed class CohortBuilder
{
    private readonly Dictionary<string, int> people = new(StringComparer.Ordinal);
    private readonly List<string> ids = [];
    private readonly List<Cadence> cadences = [];
    private readonly List<Row> rows = [];
    private readonly List<(int Person, long At)> restarts = [];
    private readonly Dictionary<int, long> untils = [];
    private bool someoneAsked;
    private bool someoneSaid;

    /// <summary>A handle for a person, the same for the same id; the cadence of the first call holds.</summary>
    public int Person(string id, Cadence cadence)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (people.TryGetValue(id, out var person))
            return person;
        person = ids.Count;
        people.Add(id, person);
        ids.Add(id);
        cadences.Add(cadence);
        return person;
    }

    /// <summary>Adds one check-in of a person.</summary>
    public void Add(int person, in Observation observation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)ids.Count, nameof(person));
        someoneAsked |= observation.ContactMe;
        someoneSaid |= observation.Duration is not null;
        rows.Add(
            new Row(
                person,
                observation.DayNumber,
                observation.AtUtc.Ticks,
                (sbyte?)observation.Intensity ?? Columns.Skipped,
                (sbyte?)observation.Functioning ?? Columns.Skipped,
                observation.ContactMe,
                (sbyte?)observation.Duration ?? Columns.Skipped
            )
        );
    }

    /// <summary>Marks an instant (UTC) at which a person's baseline begins anew.</summary>
    public void Restart(int person, DateTime atUtc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)ids.Count, nameof(person));
        restarts.Add((person, atUtc.Ticks));
    }

    /// <summary>
    /// Marks the instant (UTC) a person is looked at from: a silence that still runs counts if it was due by then.
    /// Without it a silence counts only where a later check-in shows that it is over.
    /// </summary>
    public void Until(int person, DateTime atUtc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)ids.Count, nameof(person));
        untils[person] = atUtc.Ticks;
    }

    /// <summary>The cohort as collected so far.</summary>
    public Cohort Build()
    {
        var sortedIds = ids.ToArray();
        var people = Enumerable.Range(0, sortedIds.Length).ToArray();
        Array.Sort(sortedIds, people, StringComparer.Ordinal);
        var places = new int[people.Length];
        for (var place = 0; place < people.Length; place++)
            places[people[place]] = place;

        var starts = new int[people.Length + 1];
        foreach (var row in rows)
            starts[places[row.Person] + 1]++;
        for (var place = 0; place < people.Length; place++)
            starts[place + 1] += starts[place];

        var ordered = new Row[rows.Count];
        var next = starts.AsSpan(0, people.Length).ToArray();
        foreach (var row in rows)
            ordered[next[places[row.Person]]++] = row;
        for (var place = 0; place < people.Length; place++)
            InTime(ordered.AsSpan(starts[place]..starts[place + 1]));

        var restartsByPlace = new long[people.Length][];
        Array.Fill(restartsByPlace, []);
        foreach (var group in restarts.GroupBy(restart => restart.Person))
            restartsByPlace[places[group.Key]] = [.. group.Select(restart => restart.At).Order()];

        return new Cohort(
            sortedIds,
            Array.ConvertAll(people, person => cadences[person]),
            starts,
            Array.ConvertAll(ordered, row => row.At),
            Array.ConvertAll(ordered, row => row.Day),
            Array.ConvertAll(ordered, row => row.Intensity),
            Array.ConvertAll(ordered, row => row.Functioning),
            someoneAsked ? Array.ConvertAll(ordered, row => row.ContactMe) : [],
            someoneSaid ? Array.ConvertAll(ordered, row => row.Duration) : [],
            restartsByPlace,
            Array.ConvertAll(people, person => untils.GetValueOrDefault(person, long.MaxValue))
        );
    }

    /// <summary>Sorts unless sorted already, as rows from a database mostly are.</summary>
    private static void InTime(Span<Row> rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i - 1].CompareTo(rows[i]) <= 0)
                continue;
            rows.Sort();
            return;
        }
    }

    /// <summary>Ordered as <see cref="Series"/> orders, so that equal instants come the same way round.</summary>
    private readonly record struct Row(
        int Person,
        int Day,
        long At,
        sbyte Intensity,
        sbyte Functioning,
        bool ContactMe,
        sbyte Duration
    ) : IComparable<Row>
    {
        public int CompareTo(Row other)
        {
            var order = At.CompareTo(other.At);
            if (order == 0)
                order = Day.CompareTo(other.Day);
            if (order == 0)
                order = Intensity.CompareTo(other.Intensity);
            if (order == 0)
                order = Functioning.CompareTo(other.Functioning);
            if (order == 0)
                order = ContactMe.CompareTo(other.ContactMe);
            if (order == 0)
                order = Duration.CompareTo(other.Duration);
            return order;
        }
    }
}
