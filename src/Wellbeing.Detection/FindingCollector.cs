namespace Wellbeing.Detection;

/// <summary>Turns what the rules know at the moment they fire into findings with evidence.</summary>
/// <param name="from">Findings at check-ins before this place are not wanted: they cost no evidence of a long
/// stretch.</param>
internal readonly struct FindingCollector(Cadence cadence, DetectionSettings settings, int from = 0) : IFindings
{
    public List<Finding> Findings { get; } = [];

    public void Worsening(in Columns columns, int index, in WorseningRule rule)
    {
        var constants = rule.Settings;
        var change = columns.Change.IsEmpty ? Columns.Skipped : columns.Change[index];
        Add(
            Rule.Worsening,
            columns.At[index],
            index,
            new WorseningEvidence(
                rule.Baseline,
                rule.BaselineCount,
                rule.Recent,
                rule.Recent - rule.Baseline,
                Days.From(columns.At[index] - rule.RisingSince) / 7,
                rule.Statistic,
                constants.Threshold,
                settings.Calibration.For(cadence).YearsBetweenFalseAlarms(constants, rule.Statistic),
                columns.Intensity[index],
                change == Columns.Skipped ? null : (PerceivedChange)change,
                columns.LevelAtDiagnosis
            )
        );
    }

    public void Persistent(in Columns columns, int index, in PersistentRule rule)
    {
        if (index < from)
            return;
        var told = rule.Told(columns, index, Lasting.Persistent);
        Add(
            Rule.Persistent,
            columns.At[index],
            index,
            new PersistentEvidence(
                told.Strong,
                told.Ratings,
                Days.From(told.Span),
                rule.StrongFrom,
                rule.MedianFunctioning,
                rule.LastIntensity,
                columns.LevelAtDiagnosis,
                told.Since
            )
        );
    }

    public void PersistentImpactUnknown(in Columns columns, int index, in PersistentRule rule)
    {
        if (index < from)
            return;
        var told = rule.Told(columns, index, Lasting.ImpactUnknown);
        Add(
            Rule.PersistentImpactUnknown,
            columns.At[index],
            index,
            new PersistentImpactUnknownEvidence(
                told.Strong,
                told.Ratings,
                Days.From(told.Span),
                rule.VeryStrongFrom,
                rule.FunctioningAnswers,
                rule.LastIntensity,
                columns.LevelAtDiagnosis,
                told.Since,
                rule.Ratings
            )
        );
    }

    public void PersistentReported(in Columns columns, int index, in PersistentRule rule)
    {
        if (index < from)
            return;
        var told = rule.Told(columns, index, Lasting.Reported);
        Add(
            Rule.PersistentReported,
            columns.At[index],
            index,
            new PersistentReportedEvidence(
                rule.Duration,
                rule.LastIntensity,
                rule.StrongFrom,
                rule.LastFunctioning,
                columns.LevelAtDiagnosis,
                told.Strong,
                told.Ratings,
                Days.From(told.Span),
                told.Since
            )
        );
    }

    public void Acute(in Columns columns, int index, in AcuteRule rule)
    {
        var constants = settings.Acute.For(cadence);
        Add(
            Rule.Acute,
            columns.At[index],
            index,
            new AcuteEvidence(
                columns.Intensity[index],
                constants.MinimumIntensity,
                constants.QuietDays,
                rule.SinceLast is { } since ? Days.From(since) : null
            )
            {
                FirstRating = columns.Intensity[..index].IndexOfAnyExcept(Columns.Skipped) < 0,
            }
        );
    }

    public void Silence(in Columns columns, int index, in SilenceRule rule) =>
        Add(
            Rule.Silence,
            rule.DueAt,
            index,
            new SilenceEvidence(
                settings.Silence.For(cadence).AfterDays,
                rule.LastIntensity < 0 ? null : rule.LastIntensity,
                rule.AfterFinding,
                DateOnly.FromDayNumber(columns.Day[index])
            )
        );

    public void ContactRequested(in Columns columns, int index) =>
        Add(
            Rule.ContactRequested,
            columns.At[index],
            index,
            new ContactRequestedEvidence(columns.Intensity[index] == Columns.Skipped ? null : columns.Intensity[index])
        );

    private void Add(Rule rule, long at, int index, Evidence evidence) =>
        Findings.Add(
            new Finding(rule, settings.Severities.For(rule), new DateTime(at, DateTimeKind.Utc), index, evidence)
        );
}
