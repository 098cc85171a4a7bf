namespace Wellbeing.Detection.Tests;

/// <summary>One person's flags, written down as plainly as they are meant.</summary>
internal sealed record PlainFlag(DateTime OpenedAtUtc, DateTime ClosedAtUtc, bool IsRepeat, List<PlainFinding> Findings)
{
    public IEnumerable<Rule> Rules => Findings.Select(f => f.Rule).Distinct();

    public Severity Severity => Findings.Max(f => f.Severity);

    /// <summary>What one person's findings come to, where every flag is closed after the same time.</summary>
    public static (List<PlainFlag> Flags, List<DateTime> Notes) Of(
        IEnumerable<PlainFinding> found,
        TimeSpan open,
        TimeSpan quiet
    )
    {
        var flags = new List<PlainFlag>();
        var notes = new List<DateTime>();
        foreach (var moment in found.GroupBy(f => f.AtUtc).OrderBy(moment => moment.Key))
        {
            var last = flags.LastOrDefault();
            if (last is not null && moment.Key <= last.ClosedAtUtc)
            {
                last.Findings.AddRange(moment);
            }
            else if (last is not null && moment.Key - last.ClosedAtUtc < quiet && moment.All(f => f.IsRepeatOf(last)))
            {
                notes.Add(moment.Key);
            }
            else
            {
                flags.Add(
                    new PlainFlag(
                        moment.Key,
                        moment.Key + open,
                        last is not null && moment.Key - last.ClosedAtUtc <= TimeSpan.FromDays(28),
                        [.. moment]
                    )
                );
            }
        }

        return (flags, notes);
    }

    /// <summary>Everything that is true of a series: every hit, and the silences.</summary>
    public static IEnumerable<PlainFinding> Found(
        Series series,
        DetectionSettings settings,
        DateTime? asOfUtc = null
    ) =>
        Detector
            .Hits(series, settings)
            .Where(f => asOfUtc is null || f.AtUtc <= asOfUtc)
            .Select(f => new PlainFinding(
                f.Rule,
                f.Severity,
                f.AtUtc,
                series.Observations[f.ObservationIndex].Intensity
            ))
            .Concat(
                Detector
                    .Replay(series, settings, asOfUtc)
                    .Where(f => f.Rule == Rule.Silence)
                    .Select(f => new PlainFinding(f.Rule, f.Severity, f.AtUtc, null))
            );
}

/// <param name="Rating">Of the check-in it was found at.</param>
internal sealed record PlainFinding(Rule Rule, Severity Severity, DateTime AtUtc, int? Rating)
{
    private Rule? Pattern =>
        Rule switch
        {
            Rule.Worsening => Rule.Worsening,
            Rule.Persistent or Rule.PersistentImpactUnknown or Rule.PersistentReported => Rule.Persistent,
            _ => null,
        };

    /// <summary>The same pattern, no graver, at no higher rating.</summary>
    public bool IsRepeatOf(PlainFlag flag) =>
        Pattern is not null
        && flag.Findings.Exists(f => f.Pattern == Pattern && f.Severity >= Severity)
        && !(Rating > (flag.Findings.Max(f => f.Rating) ?? -1));
}
