namespace Wellbeing.Detection.Replay;

/// <summary>Check-ins as comma-separated text: participant_id, submitted_at, intensity, functioning, in rows of any
/// order.</summary>
public static class CheckInFile
{
    /// <summary>The columns, in the order in which they are written.</summary>
    public const string Header = "participant_id,submitted_at,intensity,functioning";

    /// <summary>Reads a cohort, holding no more of the text than one line.</summary>
    /// <param name="lines">The lines of the file, the header first.</param>
    /// <param name="cadence">How often everybody in the file is asked.</param>
    /// <param name="progress">Told how many rows were read, every 10,000.</param>
    /// <exception cref="InvalidRowException">A row is not as it must be.</exception>
    public static Cohort Read(IEnumerable<string> lines, Cadence cadence, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using var line = lines.GetEnumerator();
        var header = new CsvHeader(line.MoveNext() ? line.Current : null, Header.Split(','));
        var cohort = new CohortBuilder();
        for (var number = 2; line.MoveNext(); number++)
        {
            var row = header.Read(line.Current, number);
            var person = cohort.Person(row.Text(0), cadence);
            cohort.Add(person, new Observation(row.Instant(1), row.Rating(2), row.RatingOrNull(3)));
            if ((number - 1) % 10_000 == 0)
                progress?.Report(number - 1);
        }

        return cohort.Build();
    }

    /// <summary>Reads an ISO 8601 instant with "Z" or an offset into UTC; false for anything else, a time without a
    /// zone too.</summary>
    public static bool TryReadInstant(string text, out DateTime utc) => CsvRow.TryInstant(text, out utc);
}
