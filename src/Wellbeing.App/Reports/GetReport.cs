using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Reports;

/// <summary>
/// How well the team closes the loop, in numbers alone: it names nobody, and counts of groups of people below
/// <see cref="Report.SmallestCount"/> are left out, so that nobody can be guessed. The team's own totals are told as
/// they are.
/// </summary>
/// <param name="From">First day, in the team's zone.</param>
/// <param name="To">Last day, inclusive; at most <see cref="MostDays"/> after <paramref name="From"/>.</param>
/// <param name="CohortId">Only these people; null for everybody.</param>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record GetReport(Actor By, DateOnly From, DateOnly To, Guid? CohortId = null) : IRequest<Report>, IActed
{
    public const int MostDays = 731;
}

/// <param name="Closure">The first thing to look at: were flags answered in time and closed with an outcome?</param>
/// <param name="Actioned">Of the flags whose time has run out, those that somebody ever took or closed.</param>
/// <param name="Completion">Prompts that were answered, of those answered or missed.</param>
/// <param name="Rules">Flags with a finding of the rule; a flag with two rules counts for both.</param>
/// <param name="ToAcknowledge">From raise to the first acknowledgement, by severity.</param>
/// <param name="ToReach">From raise to the first contact attempt that reached the person, by severity.</param>
/// <param name="Weekdays">Monday first, in the team's zone.</param>
/// <param name="Hours">Midnight first, in the team's zone.</param>
/// <param name="Weeks">Every week of the period that has begun, by the Monday it begins on.</param>
public sealed record Report(
    DateOnly From,
    DateOnly To,
    int? FlagsRaised,
    Share Closure,
    Share Actioned,
    Share Completion,
    IReadOnlyList<RuleLine> Rules,
    IReadOnlyList<Timing> ToAcknowledge,
    IReadOnlyList<Timing> ToReach,
    IReadOnlyList<Load> Weekdays,
    IReadOnlyList<Load> Hours,
    SilenceLine Silence,
    IReadOnlyList<WeekLine> Weeks
)
{
    /// <summary>Whether check-ins are read as promised.</summary>
    public ReadingLine Reading { get; init; } = new(new Share(null, 0), 0, 0, 0, []);

    /// <summary>By quarter: did people say that checking in makes things worse?</summary>
    public IReadOnlyList<HarmLine> Harm { get; init; } = [];

    /// <summary>Flags below Urgent because a nurse had said that this level is usual for the person: what it
    /// costs.</summary>
    public int? AtReviewAsUsual { get; init; }

    /// <summary>As above, on average a week.</summary>
    public double? AtReviewAsUsualAWeek { get; init; }

    /// <summary>Of groups of people, counts from 1 to this less one are left out.</summary>
    public const int SmallestCount = 5;

    /// <summary>Flags a week, over the days of the period that have passed; null where there were too few flags to
    /// tell.</summary>
    public double? FlagsAWeek { get; init; }

    /// <summary>How many of the flags are for somebody whose last flag was closed within
    /// <see cref="WhatIfResult.RepeatWithinDays"/> days.</summary>
    public int? Repeats { get; init; }

    /// <summary>The count, or null where it would be small enough to point at somebody. Zero points at
    /// nobody.</summary>
    public static int? Shown(int count) => count is > 0 and < SmallestCount ? null : count;
}

/// <summary>A part of a whole; <see cref="Value"/> is null where there is none, or where it would tell of a small
/// group.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Of">The whole, or null where it is a small group.</param>
public sealed record Share(double? Value, int? Of);

/// <param name="Precision">Of the resolved flags with this rule, that say whether it was right, the share not resolved
/// as raised in error: nobody reached, or nothing needed, says neither.</param>
public sealed record RuleLine(Rule Rule, int? Flags, IReadOnlyDictionary<FlagOutcome, int?> Outcomes, Share Precision);

/// <summary>All of it of the same flags: those whose time to answer has run out.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="Median">Half of them were answered within this; null where fewer were.</param>
/// <param name="NinetiethPercentile">The same for nine of ten.</param>
/// <param name="Met">Within the response target.</param>
public sealed record Timing(Severity Severity, int? Count, TimeSpan? Median, TimeSpan? NinetiethPercentile, Share Met);

/// <param name="Bucket">A weekday from 0 (Monday), or an hour.</param>
public sealed record Load(int Bucket, int? Flags, int? Attempts);

/// <param name="Flags">Flags raised because somebody fell silent after distress.</param>
/// <param name="Missed">Prompts that nobody answered, of those that arrived.</param>
/// <param name="NotDelivered">Prompts that no mail brought to the person: they count neither as answered nor as
/// missed.</param>
/// <param name="ByPhone">Check-ins that a nurse took by telephone.</param>
public sealed record SilenceLine(int? Flags, int? Missed, int? ByPhone, int? NotDelivered);

/// <summary>Of check-ins sent in the period that people answered themselves and nurses mean to read.</summary>
/// <param name="InTime">Read within two working days; those that still have time are not counted.</param>
/// <param name="Waiting">Not read yet.</param>
/// <param name="Late">Of these, longer than two working days.</param>
/// <param name="Notes">Notes that nurses sent back in the period.</param>
/// <param name="Weeks">By the Monday they begin on.</param>
public sealed record ReadingLine(Share InTime, int? Waiting, int? Late, int? Notes, IReadOnlyList<ReadingWeek> Weeks);

public sealed record ReadingWeek(DateOnly Monday, int? CheckIns, Share InTime);

/// <summary>Whether checking in helps, as people said in one quarter.</summary>
/// <param name="Quarter">1 to 4.</param>
/// <param name="Worse">Of these, how many said that it makes things worse.</param>
public sealed record HarmLine(int Year, int Quarter, int? Answers, int? Worse);

public sealed record WeekLine(DateOnly Monday, int? Raised, Share Closure);

internal sealed class GetReportHandler(
    WellbeingDb db,
    Unread unread,
    ReadingPromises promises,
    TeamZone team,
    TimeProvider clock
) : IRequestHandler<GetReport, Report>
{
    public async Task<Report> Handle(GetReport request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var zone = team.Id;
        var (to, fromUtc, toUtc) = Period(request.From, request.To, zone);

        // Of everybody, by cohort: what may be told of one depends on the others.
        var people = db.Participants.AsNoTracking();
        var flags = await db
            .Flags.AsNoTracking()
            .Where(f => f.RaisedAtUtc >= fromUtc && f.RaisedAtUtc < toUtc && people.Any(p => p.Id == f.ParticipantId))
            .Select(f => new Raised(
                f.Id,
                f.Severity,
                f.State,
                f.RaisedAtUtc,
                f.RespondByUtc,
                f.FirstAcknowledgedAtUtc,
                f.AcknowledgedAtUtc,
                f.LadderBeganAtUtc,
                f.ResolvedAtUtc,
                f.Outcome,
                f.ContactAttempts.Where(a => a.Reached && a.AtUtc >= f.RaisedAtUtc).Min(a => (DateTime?)a.AtUtc),
                db.Flags.Where(p => p.Id == f.PreviousFlagId).Select(p => p.ResolvedAtUtc).FirstOrDefault()
            )
            {
                Lowered = f.Findings.Any(x => x.LoweredFrom != null),
                Cohort = people.Where(p => p.Id == f.ParticipantId).Select(p => p.CohortId).First(),
                FirstDueUtc = f.Findings.Where(x => x.FoundAtUtc == f.RaisedAtUtc).Min(x => x.RespondByUtc),
                PromisedLate = f
                    .Findings.Where(x =>
                        x.FoundAtUtc > f.RespondByUtc && x.RespondByUtc != null && Promises.OfAnything.Contains(x.Rule)
                    )
                    .Select(x => new Promised(x.FoundAtUtc, x.RespondByUtc!.Value))
                    .ToList(),
            })
            .ToListAsync(cancellationToken);
        var rules = (
            await db
                .FlagFindings.AsNoTracking()
                .Where(x =>
                    db.Flags.Any(f => f.Id == x.FlagId && f.RaisedAtUtc >= fromUtc && f.RaisedAtUtc < toUtc)
                    && people.Any(p => p.Id == x.ParticipantId)
                )
                .Select(x => new { x.FlagId, x.Rule })
                .Distinct()
                .ToListAsync(cancellationToken)
        ).ToLookup(x => x.Rule, x => x.FlagId);
        var attempts = await db
            .ContactAttempts.AsNoTracking()
            .Where(a =>
                a.AtUtc >= fromUtc
                && a.AtUtc < toUtc
                && db.Flags.Any(f => f.Id == a.FlagId && people.Any(p => p.Id == f.ParticipantId))
            )
            .Select(a => new Attempt(
                a.AtUtc,
                people
                    .Where(p => db.Flags.Any(f => f.Id == a.FlagId && f.ParticipantId == p.Id))
                    .Select(p => p.CohortId)
                    .First()
            ))
            .ToListAsync(cancellationToken);
        var prompts = (
            await db
                .Prompts.AsNoTracking()
                .Where(p => p.DueAtUtc >= fromUtc && p.DueAtUtc < toUtc)
                .Join(people, p => p.ParticipantId, x => x.Id, (p, x) => new { p.State, x.CohortId })
                .GroupBy(p => p)
                .Select(g => new
                {
                    g.Key.State,
                    g.Key.CohortId,
                    Count = g.Count(),
                })
                .ToListAsync(cancellationToken)
        ).GroupBy(p => p.State).ToDictionary(g => g.Key, g => Tally.Sum(g.Select(p => (p.CohortId, p.Count))));
        var byPhone = Tally.Of(
            await db
                .CheckIns.Where(c => c.EnteredBy != null && c.SubmittedAtUtc >= fromUtc && c.SubmittedAtUtc < toUtc)
                .Join(people, c => c.ParticipantId, x => x.Id, (_, x) => x.CohortId)
                .ToListAsync(cancellationToken)
        );

        var experiences = await db
            .Experiences.AsNoTracking()
            .Where(e => e.Answer != null && e.AnsweredAtUtc >= fromUtc && e.AnsweredAtUtc < toUtc)
            .Join(
                people,
                e => e.ParticipantId,
                p => p.Id,
                (e, p) =>
                    new
                    {
                        e.AnsweredAtUtc,
                        e.Answer,
                        p.CohortId,
                    }
            )
            .ToListAsync(cancellationToken);
        var counting = new Counting(request.CohortId);
        var reading = await Reading(people, request.CohortId, counting, fromUtc, toUtc, now, zone, cancellationToken);
        db.Audit(request.By, AuditActions.ReportViewed, now, detail: new ReportDetail(ReportPart.Figures));
        await db.SaveChangesAsync(cancellationToken);

        var byId = flags.ToDictionary(f => f.Id);
        var (answered, missed) = (Prompts(PromptState.Answered), Prompts(PromptState.Missed));
        Tally Prompts(PromptState state) => prompts.GetValueOrDefault(state) ?? Tally.None;
        DateTime Local(DateTime utc) => TimeZones.Local(utc, zone);

        var judged = flags.Where(f => f.IsJudged(now)).ToList();
        // Weeks before anybody checked in had no flags.
        var begun = await db.CheckIns.MinAsync(c => (DateTime?)c.SubmittedAtUtc, cancellationToken);
        var begins = begun > fromUtc ? fromUtc.AddDays((int)(begun.Value - fromUtc).TotalDays) : fromUtc;
        var weeks = Math.Max(1, ((now < toUtc ? now : toUtc) - begins).TotalDays / 7);
        var byWeek = flags.ToLookup(f => MondayOf(DateOnly.FromDateTime(Local(f.RaisedAtUtc))));

        var asUsual = counting.Of(TallyOf(flags.Where(f => f.Lowered && f.Severity < Severity.Urgent)));

        return new Report(
            request.From,
            to,
            counting.Of(TallyOf(flags)),
            Closure(flags, now, counting),
            counting.Part(TallyOf(judged.Where(f => f.Acted)), TallyOf(judged)),
            counting.Part(answered, answered + missed),
            [
                .. Enum.GetValues<Rule>()
                    .Select(rule =>
                        Line(rule, [.. rules[rule].Where(byId.ContainsKey).Select(id => byId[id])], counting)
                    ),
            ],
            [
                .. BySeverity.Select(severity =>
                    Time(severity, flags, f => f.FirstTakenAtUtc ?? f.ResolvedAtUtc, now, counting, request.CohortId)
                ),
            ],
            [
                .. BySeverity.Select(severity =>
                    Time(severity, flags, f => f.ReachedAtUtc, now, counting, request.CohortId)
                ),
            ],
            Loads(7, at => ((int)Local(at).DayOfWeek + 6) % 7, flags, attempts, counting),
            Loads(24, at => Local(at).Hour, flags, attempts, counting),
            new SilenceLine(
                counting.OfPeople(TallyOf(rules[Rule.Silence].Where(byId.ContainsKey).Select(id => byId[id]))),
                counting.Of(missed),
                counting.Of(byPhone),
                counting.Of(Prompts(PromptState.NotDelivered))
            ),
            [
                .. Mondays(request.From, to, DateOnly.FromDateTime(Local(now)))
                    .Select(monday => new WeekLine(
                        monday,
                        counting.Of(TallyOf(byWeek[monday])),
                        Closure([.. byWeek[monday]], now, counting)
                    )),
            ]
        )
        {
            Reading = reading,
            FlagsAWeek = counting.Of(TallyOf(flags)) is { } shown && now > fromUtc ? shown / weeks : null,
            Repeats = counting.Of(TallyOf(flags.Where(f => f.IsRepeat))),
            Harm =
            [
                .. experiences
                    .GroupBy(e => (Local(e.AnsweredAtUtc).Year, Quarter: (Local(e.AnsweredAtUtc).Month + 2) / 3))
                    .OrderBy(g => g.Key)
                    .Select(g => new HarmLine(
                        g.Key.Year,
                        g.Key.Quarter,
                        counting.OfPeople(Tally.Of(g.Select(e => e.CohortId))),
                        counting.OfPeople(
                            Tally.Of(g.Where(e => e.Answer == ExperienceAnswer.Worse).Select(e => e.CohortId))
                        )
                    )),
            ],
            AtReviewAsUsual = asUsual,
            AtReviewAsUsualAWeek = asUsual is { } lowered && now > fromUtc ? lowered / weeks : null,
        };
    }

    /// <summary>One look at each check-in's two instants, none of them kept: a year of a large organisation is
    /// millions.</summary>
    private async Task<ReadingLine> Reading(
        IQueryable<Participant> people,
        Guid? cohort,
        Counting counting,
        DateTime fromUtc,
        DateTime toUtc,
        DateTime now,
        string zone,
        CancellationToken cancellationToken
    )
    {
        var promise = await promises.Get(cancellationToken);
        var due = promise.DueTimes();
        var weeks = new SortedDictionary<DateOnly, Dictionary<Guid, ReadSum>>();
        var sent = (await unread.Meant(cancellationToken))
            .Where(c => c.EnteredBy == null && c.SubmittedAtUtc >= fromUtc && c.SubmittedAtUtc < toUtc)
            .Join(
                people,
                c => c.ParticipantId,
                p => p.Id,
                (c, p) =>
                    new
                    {
                        c.SubmittedAtUtc,
                        c.ReadAtUtc,
                        p.CohortId,
                    }
            );
        await foreach (var c in sent.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var monday = MondayOf(DateOnly.FromDateTime(TimeZones.Local(c.SubmittedAtUtc, zone)));
            if (!weeks.TryGetValue(monday, out var week))
                weeks[monday] = week = [];
            if (!week.TryGetValue(c.CohortId ?? Guid.Empty, out var sum))
                week[c.CohortId ?? Guid.Empty] = sum = new ReadSum();
            var dueAt = due.Of(c.SubmittedAtUtc);
            sum.All++;
            if (c.ReadAtUtc is null)
                sum.Waiting++;
            if (c.ReadAtUtc is null && dueAt <= now)
                sum.Late++;
            if (c.ReadAtUtc is not null || dueAt <= now)
                sum.Judged++;
            if (c.ReadAtUtc <= dueAt)
                sum.InTime++;
        }

        var notes = await db
            .CheckInReplies.Where(r => r.AtUtc >= fromUtc && r.AtUtc < toUtc)
            .Join(people, r => r.ParticipantId, p => p.Id, (_, p) => p.CohortId)
            .ToListAsync(cancellationToken);
        var all = weeks.Values.SelectMany(w => w).ToList();
        return new ReadingLine(
            counting.Part(Sums(all, s => s.InTime), Sums(all, s => s.Judged)),
            counting.Of(Sums(all, s => s.Waiting)),
            counting.Of(Sums(all, s => s.Late)),
            counting.Of(Tally.Of(notes)),
            [
                .. weeks
                    .Where(w => cohort is not { } asked || w.Value.ContainsKey(asked))
                    .Select(w => new ReadingWeek(
                        w.Key,
                        counting.Of(Sums(w.Value, s => s.All)),
                        counting.Part(Sums(w.Value, s => s.InTime), Sums(w.Value, s => s.Judged))
                    )),
            ]
        );

        static Tally Sums(IEnumerable<KeyValuePair<Guid, ReadSum>> of, Func<ReadSum, int> what) =>
            Tally.Sum(of.Select(s => ((Guid?)s.Key, what(s.Value))));
    }

    private sealed class ReadSum
    {
        public int All { get; set; }
        public int Waiting { get; set; }
        public int Late { get; set; }
        public int Judged { get; set; }
        public int InTime { get; set; }
    }

    /// <summary>The last day, as it can be asked for, and both ends as instants.</summary>
    public static (DateOnly To, DateTime FromUtc, DateTime ToUtc) Period(DateOnly from, DateOnly to, string zone)
    {
        if (to < from)
            to = from;
        if (to.DayNumber - from.DayNumber > GetReport.MostDays)
            to = from.AddDays(GetReport.MostDays);
        return (to, TimeZones.StartOf(from, zone), TimeZones.StartOf(to.AddDays(1), zone));
    }

    private static Severity[] BySeverity { get; } = [Severity.Urgent, Severity.Soon, Severity.Review];

    private sealed record Promised(DateTime MadeAtUtc, DateTime ByUtc);

    private sealed record Raised(
        Guid Id,
        Severity Severity,
        FlagState State,
        DateTime RaisedAtUtc,
        DateTime RespondByUtc,
        DateTime? FirstTakenAtUtc,
        DateTime? LastTakenAtUtc,
        DateTime LadderBeganAtUtc,
        DateTime? ResolvedAtUtc,
        FlagOutcome? Outcome,
        DateTime? ReachedAtUtc,
        DateTime? PreviousClosedAtUtc
    )
    {
        /// <summary>So soon after the person's last flag was closed that it is counted as a repeat.</summary>
        public bool IsRepeat => RaisedAtUtc - PreviousClosedAtUtc <= TimeSpan.FromDays(WhatIfResult.RepeatWithinDays);

        /// <summary>
        /// When it came into the hands it is, or was closed, in. What was taken before the ladder began anew does not
        /// count: nobody had it then. Given from hand to hand, it was taken all the while.
        /// </summary>
        public DateTime? TakenAtUtc =>
            State == FlagState.Open ? null
            : FirstTakenAtUtc >= LadderBeganAtUtc ? FirstTakenAtUtc
            : LastTakenAtUtc;

        public bool Acted => (FirstTakenAtUtc ?? ResolvedAtUtc) is not null;

        /// <summary>By when what it was raised for was to be answered; null for flags older than such findings.</summary>
        public DateTime? FirstDueUtc { get; init; }

        /// <summary>What was promised after the flag's own time had passed.</summary>
        public IReadOnlyList<Promised> PromisedLate { get; init; } = [];

        private DateTime? NewDueUtc => PromiseKept.Standing(PromisedLate.Select(p => (p.MadeAtUtc, p.ByUtc)));

        /// <summary>
        /// By when it was to be answered: the first time while that was missed, whatever was promised after it; else
        /// the last.
        /// </summary>
        public DateTime DueUtc
        {
            get
            {
                var first = FirstDueUtc < RespondByUtc ? FirstDueUtc.Value : RespondByUtc;
                return (FirstTakenAtUtc ?? ResolvedAtUtc) <= first ? NewDueUtc ?? RespondByUtc : first;
            }
        }

        /// <summary>By the last act of a nurse that holds: taking it, or closing it without that.</summary>
        private bool InTime => (TakenAtUtc ?? ResolvedAtUtc) <= DueUtc;

        /// <summary>Nobody reached, or nothing needed, is an end, and not a success.</summary>
        public bool ClosedInTime =>
            InTime
            && Outcome is { } outcome
            && (outcome.NeedsSomebodyReached() || outcome == FlagOutcome.RaisedInError);

        /// <summary>A finding of it is at Review because a nurse had said that this level is usual for the
        /// person.</summary>
        public bool Lowered { get; init; }

        /// <summary>Of the person it is about; null for none.</summary>
        public Guid? Cohort { get; init; }

        /// <summary>Its time has run out: before that it counts neither way, or whatever is quick would be counted
        /// first.</summary>
        public bool IsJudged(DateTime now) => DueUtc <= now;
    }

    private sealed record Attempt(DateTime AtUtc, Guid? Cohort);

    private static Tally TallyOf(IEnumerable<Raised> flags) => Tally.Of(flags.Select(f => f.Cohort));

    private static Share Closure(IReadOnlyCollection<Raised> flags, DateTime now, Counting counting)
    {
        var judged = flags.Where(f => f.IsJudged(now)).ToList();
        return counting.Part(TallyOf(judged.Where(f => f.ClosedInTime)), TallyOf(judged));
    }

    private static RuleLine Line(Rule rule, IReadOnlyList<Raised> flags, Counting counting)
    {
        var resolved = flags.Where(f => f.Outcome is not null).ToList();
        var byOutcome = Enum.GetValues<FlagOutcome>()
            .ToDictionary(o => o, o => TallyOf(resolved.Where(f => f.Outcome == o)));
        // The outcomes make up the rule's flags, with those that have none yet.
        var leftOut = Counting.LeftOut(
            byOutcome.Select(o => KeyValuePair.Create(o.Key, counting.Exact(o.Value))),
            counting.Exact(TallyOf(flags)) - counting.Exact(TallyOf(resolved))
        );
        var closed = resolved.Where(f => RuleRecord.Of([f.Outcome!.Value]).Closed > 0).ToList();
        return new RuleLine(
            rule,
            counting.OfPeople(TallyOf(flags)),
            byOutcome.ToDictionary(o => o.Key, o => leftOut.Contains(o.Key) ? null : counting.OfPeople(o.Value)),
            counting.PartOfPeople(
                TallyOf(closed.Where(f => RuleRecord.Of([f.Outcome!.Value]).InError == 0)),
                TallyOf(closed)
            )
        );
    }

    /// <summary>
    /// Every figure is of the same flags: those whose time has run out, one that nobody answered among them. Whether
    /// the answer held is told by <see cref="Report.Closure"/>.
    /// </summary>
    /// <param name="done">From raise until this is how long it took, and whether this was in time is whether the target
    /// was met; null where it never was.</param>
    private static Timing Time(
        Severity severity,
        IReadOnlyList<Raised> flags,
        Func<Raised, DateTime?> done,
        DateTime now,
        Counting counting,
        Guid? cohort
    )
    {
        var every = flags.Where(f => f.Severity == severity && f.IsJudged(now)).ToList();
        var judged = every.Where(f => cohort is null || f.Cohort == cohort).ToList();
        var spans = judged.Where(f => done(f) is not null).Select(f => done(f)!.Value - f.RaisedAtUtc).Order().ToList();
        var few = spans.Count < counting.Fewest;
        return new Timing(
            severity,
            counting.Of(TallyOf(every)),
            few ? null : Quantile(spans, judged.Count, 0.5),
            few ? null : Quantile(spans, judged.Count, 0.9),
            counting.Part(TallyOf(every.Where(f => done(f) <= f.DueUtc)), TallyOf(every))
        );
    }

    /// <summary>The smallest value that at least this share of all do not exceed; null where fewer have one.</summary>
    private static TimeSpan? Quantile(List<TimeSpan> sorted, int all, double share)
    {
        var place = Math.Max(0, (int)Math.Ceiling(share * all) - 1);
        return place < sorted.Count ? sorted[place] : null;
    }

    private static IReadOnlyList<Load> Loads(
        int buckets,
        Func<DateTime, int> bucket,
        IReadOnlyList<Raised> flags,
        IReadOnlyList<Attempt> attempts,
        Counting counting
    )
    {
        var (raised, tried) = (
            flags.ToLookup(f => bucket(f.RaisedAtUtc), f => f.Cohort),
            attempts.ToLookup(a => bucket(a.AtUtc), a => a.Cohort)
        );
        return
        [
            .. Enumerable
                .Range(0, buckets)
                .Select(b => new Load(b, counting.Of(Tally.Of(raised[b])), counting.Of(Tally.Of(tried[b])))),
        ];
    }

    /// <summary>Of every week of the period that has begun: one without a flag is a week, too.</summary>
    private static IEnumerable<DateOnly> Mondays(DateOnly from, DateOnly to, DateOnly today)
    {
        for (var monday = MondayOf(from); monday <= to && monday <= today; monday = monday.AddDays(7))
            yield return monday;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
