namespace Wellbeing.Detection;

/// <summary>What a walk reports.</summary>
internal enum Reporting
{
    /// <summary>New episodes: how a replay counts (docs/detection.md, Episodes).</summary>
    Episodes,

    /// <summary>Every rule that holds at a check-in: what is true of it, however often it was said before.</summary>
    EveryHit,
}

/// <summary>Receives findings in the order in which they became known. The index is that of the check-in; for silence,
/// the last before it.</summary>
internal interface IFindings
{
    void Worsening(in Columns columns, int index, in WorseningRule rule);

    void Persistent(in Columns columns, int index, in PersistentRule rule);

    void PersistentImpactUnknown(in Columns columns, int index, in PersistentRule rule);

    void PersistentReported(in Columns columns, int index, in PersistentRule rule);

    void Acute(in Columns columns, int index, in AcuteRule rule);

    void Silence(in Columns columns, int index, in SilenceRule rule);

    void ContactRequested(in Columns columns, int index);
}

/// <summary>The constants that hold for one cadence.</summary>
internal readonly record struct RuleSet(
    WorseningSettings Worsening,
    PersistentSettings Persistent,
    AcuteSettings Acute,
    SilenceSettings Silence,
    EpisodeSettings Episode
)
{
    // What the catalogue allows; the rules' memory is on the stack and must not be at the mercy of unchecked settings.
    private const int MostBaseline = 60;
    private const int MostHeld = 30;

    /// <exception cref="ArgumentOutOfRangeException">The settings ask for more memory than any published range
    /// allows.</exception>
    public static RuleSet For(Cadence cadence, DetectionSettings settings)
    {
        var worsening = settings.Worsening.For(cadence);
        if (
            worsening.BaselineCheckIns is < 2 or > MostBaseline
            || worsening.HoldCheckIns is < 0 or > MostHeld
            || worsening.SettleCheckIns is < 0 or > MostHeld
        )
            throw new ArgumentOutOfRangeException(
                nameof(settings),
                worsening,
                "The settings are out of range: see SettingsCatalogue.Problems."
            );
        return new(
            worsening,
            settings.Persistent.For(cadence),
            settings.Acute.For(cadence),
            settings.Silence.For(cadence),
            settings.Episodes.For(cadence)
        );
    }
}

/// <summary>
/// The one walk over a person's check-ins, oldest first, that live assessment, backtest, what-if and calibration share.
/// Each step reads only the past, so cutting a series short never changes what came before.
/// </summary>
internal static class Assessment
{
    /// <summary>Reports what the rules find.</summary>
    /// <param name="asOf">Later check-ins are not read, and a silence that still runs is reported if due by then; in
    /// ticks.</param>
    /// <param name="reporting">Every hit, or only what opens an episode. A silence is one episode either way.</param>
    public static void Run<TFindings>(
        in Columns columns,
        in RuleSet rules,
        long asOf,
        ref TFindings findings,
        Reporting reporting = Reporting.Episodes
    )
        where TFindings : struct, IFindings
    {
        var every = reporting == Reporting.EveryHit;
        Span<sbyte> baseline = stackalloc sbyte[rules.Worsening.BaselineCheckIns];
        Span<sbyte> held = stackalloc sbyte[WorseningRule.Room(rules.Worsening)];
        var worsening = new WorseningRule(rules.Worsening, baseline, held);
        var persistent = new PersistentRule(rules.Persistent);
        var acute = new AcuteRule(rules.Acute);
        var silence = new SilenceRule(rules.Silence);
        var cooldown = Days.Ticks(rules.Episode.CooldownDays);
        Episode worseningEpisode = new(cooldown),
            persistentEpisode = new(cooldown),
            acuteEpisode = new(cooldown),
            silenceEpisode = new(cooldown);

        var ratedDay = int.MinValue;
        var restart = 0;
        var last = -1;

        for (var i = 0; i < columns.At.Length; i++)
        {
            var at = columns.At[i];
            if (at > asOf)
                break;

            if (last >= 0 && silence.DueBefore(at) && silenceEpisode.Opens(silence.DueAt))
                findings.Silence(columns, last, silence);

            while (restart < columns.Restarts.Length && columns.Restarts[restart] <= at)
            {
                worsening.Restart();
                worseningEpisode = new(cooldown);
                restart++;
            }

            if (columns.ContactMe.Length > 0 && columns.ContactMe[i])
                findings.ContactRequested(columns, i);

            int intensity = columns.Intensity[i];
            if (intensity != Columns.Skipped)
            {
                if (columns.Personal.Length > 0)
                {
                    var (growing, lasting) = Own(columns.Personal, at, rules.Worsening, rules.Persistent);
                    worsening.Use(growing);
                    persistent.Use(lasting);
                }

                var sameDay = columns.Day[i] == ratedDay;
                ratedDay = columns.Day[i];

                // The acute rule keeps its own quiet time and is never held back by an episode.
                if (acute.Step(intensity, at))
                {
                    if (acute.IsNews)
                        acuteEpisode = new(cooldown, at);
                    if (every || acute.IsNews)
                        findings.Acute(columns, i, acute);
                }

                // One episode for all that P may say: the person is the same, and so is what lasts.
                if (
                    persistent.Step(columns, i, sameDay) is not Lasting.Not and var found
                    && (persistentEpisode.Opens(at) || every)
                )
                    Report(found, columns, i, persistent, ref findings);
                if (worsening.Step(intensity, at, sameDay) && (worseningEpisode.Opens(at) || every))
                    findings.Worsening(columns, i, worsening);
            }

            silence.Step(
                intensity,
                at,
                acuteEpisode.IsFresh(at) || persistentEpisode.IsFresh(at) || worseningEpisode.IsFresh(at)
            );
            last = i;
        }

        // "No check-in for 15 days" is true at the very instant it falls due.
        if (last >= 0 && asOf < long.MaxValue && silence.DueBefore(asOf + 1) && silenceEpisode.Opens(silence.DueAt))
            findings.Silence(columns, last, silence);
    }

    private static void Report<TFindings>(
        Lasting lasting,
        in Columns columns,
        int index,
        in PersistentRule rule,
        ref TFindings findings
    )
        where TFindings : struct, IFindings
    {
        if (lasting == Lasting.Persistent)
            findings.Persistent(columns, index, rule);
        else if (lasting == Lasting.ImpactUnknown)
            findings.PersistentImpactUnknown(columns, index, rule);
        else
            findings.PersistentReported(columns, index, rule);
    }

    // Only levels change, never what a rule remembers: so a walk under a person's own thresholds finds at each check-in
    // what live assessment found there.
    public static (WorseningSettings Growing, PersistentSettings Lasting) Own(
        ReadOnlySpan<PersonalThresholds> personal,
        long at,
        WorseningSettings growing,
        PersistentSettings lasting
    )
    {
        foreach (var own in personal)
        {
            if (!own.HoldAt(new DateTime(at, DateTimeKind.Utc)))
                continue;
            growing = own.On(growing);
            lasting = own.On(lasting);
        }

        return (growing, lasting);
    }

    /// <summary>One open finding of one rule: later hits within the cool-down belong to it.</summary>
    private struct Episode(long cooldown, long openedAt = Episode.Never)
    {
        private const long Never = long.MinValue;
        private long _openedAt = openedAt;

        public readonly bool IsFresh(long at) => _openedAt != Never && at - _openedAt < cooldown;

        public bool Opens(long at)
        {
            if (IsFresh(at))
                return false;
            _openedAt = at;
            return true;
        }
    }
}
