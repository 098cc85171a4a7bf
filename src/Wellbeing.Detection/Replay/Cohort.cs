namespace Wellbeing.Detection.Replay;

/// <summary>
/// The check-ins of many people in columns, by person (ordinal order of ids) and then by time. Immutable; made by
/// <see cref="CohortBuilder"/>. A million check-ins take about 16 MB.
/// </summary>
public sealed class Cohort
{
    private readonly string[] _ids;
    private readonly Cadence[] _cadences;
    private readonly int[] _starts;
    private readonly long[] _at;
    private readonly int[] _day;
    private readonly sbyte[] _intensity;
    private readonly sbyte[] _functioning;
    private readonly bool[] _contactMe;
    private readonly sbyte[] _duration;
    private readonly long[][] _restarts;
    private readonly long[] _until;

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
        _ids = ids;
        _cadences = cadences;
        _starts = starts;
        _at = at;
        _day = day;
        _intensity = intensity;
        _functioning = functioning;
        _contactMe = contactMe;
        _duration = duration;
        _restarts = restarts;
        _until = until;
    }

    /// <summary>How many people.</summary>
    public int People => _ids.Length;

    /// <summary>How many check-ins in all.</summary>
    public int CheckIns => _at.Length;

    /// <summary>The id of a person.</summary>
    public string Id(int person) => _ids[person];

    /// <summary>How often a person is asked.</summary>
    public Cadence CadenceOf(int person) => _cadences[person];

    /// <summary>The place of a person with this id; negative if nobody has it.</summary>
    public int Find(string id) => Array.BinarySearch(_ids, id, StringComparer.Ordinal);

    /// <summary>Instants of a person's check-ins in ticks (UTC), oldest first.</summary>
    public ReadOnlySpan<long> SubmittedAt(int person) => _at.AsSpan(_starts[person].._starts[person + 1]);

    /// <summary>Until when a running silence of this person counts, in ticks; <see cref="long.MaxValue"/> where none
    /// does.</summary>
    internal long Until(int person) => _until[person];

    internal Columns Of(int person)
    {
        var range = _starts[person].._starts[person + 1];
        return new Columns(
            _at.AsSpan(range),
            _day.AsSpan(range),
            _intensity.AsSpan(range),
            _functioning.AsSpan(range),
            _contactMe.Length == 0 ? [] : _contactMe.AsSpan(range),
            change: [],
            _duration.Length == 0 ? [] : _duration.AsSpan(range),
            _restarts[person],
            levelAtDiagnosis: null
        );
    }
}

/// <summary>Collects check-ins in any order. Not safe for several threads at once.</summary>
public sealed class CohortBuilder
{
    private readonly Dictionary<string, int> _people = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private readonly List<Cadence> _cadences = [];
    private readonly List<Row> _rows = [];
    private readonly List<(int Person, long At)> _restarts = [];
    private readonly Dictionary<int, long> _untils = [];
    private bool _someoneAsked;
    private bool _someoneSaid;

    /// <summary>A handle for a person, the same for the same id; the cadence of the first call holds.</summary>
    public int Person(string id, Cadence cadence)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (_people.TryGetValue(id, out var person))
            return person;
        person = _ids.Count;
        _people.Add(id, person);
        _ids.Add(id);
        _cadences.Add(cadence);
        return person;
    }

    /// <summary>Adds one check-in of a person.</summary>
    public void Add(int person, in Observation observation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)_ids.Count, nameof(person));
        _someoneAsked |= observation.ContactMe;
        _someoneSaid |= observation.Duration is not null;
        _rows.Add(
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
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)_ids.Count, nameof(person));
        _restarts.Add((person, atUtc.Ticks));
    }

    /// <summary>
    /// Marks the instant (UTC) a person is looked at from: a silence that still runs counts if it was due by then.
    /// Without it a silence counts only where a later check-in shows that it is over.
    /// </summary>
    public void Until(int person, DateTime atUtc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)_ids.Count, nameof(person));
        _untils[person] = atUtc.Ticks;
    }

    /// <summary>The cohort as collected so far.</summary>
    public Cohort Build()
    {
        var sortedIds = _ids.ToArray();
        var people = Enumerable.Range(0, sortedIds.Length).ToArray();
        Array.Sort(sortedIds, people, StringComparer.Ordinal);
        var places = new int[people.Length];
        for (var place = 0; place < people.Length; place++)
            places[people[place]] = place;

        var starts = new int[people.Length + 1];
        foreach (var row in _rows)
            starts[places[row.Person] + 1]++;
        for (var place = 0; place < people.Length; place++)
            starts[place + 1] += starts[place];

        var ordered = new Row[_rows.Count];
        var next = starts.AsSpan(0, people.Length).ToArray();
        foreach (var row in _rows)
            ordered[next[places[row.Person]]++] = row;
        for (var place = 0; place < people.Length; place++)
            InTime(ordered.AsSpan(starts[place]..starts[place + 1]));

        var restartsByPlace = new long[people.Length][];
        Array.Fill(restartsByPlace, []);
        foreach (var group in _restarts.GroupBy(restart => restart.Person))
            restartsByPlace[places[group.Key]] = [.. group.Select(restart => restart.At).Order()];

        return new Cohort(
            sortedIds,
            Array.ConvertAll(people, person => _cadences[person]),
            starts,
            Array.ConvertAll(ordered, row => row.At),
            Array.ConvertAll(ordered, row => row.Day),
            Array.ConvertAll(ordered, row => row.Intensity),
            Array.ConvertAll(ordered, row => row.Functioning),
            _someoneAsked ? Array.ConvertAll(ordered, row => row.ContactMe) : [],
            _someoneSaid ? Array.ConvertAll(ordered, row => row.Duration) : [],
            restartsByPlace,
            Array.ConvertAll(people, person => _untils.GetValueOrDefault(person, long.MaxValue))
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
