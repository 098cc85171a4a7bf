using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>How an unanswered prompt stands, the most pressing first.</summary>
public enum NotHeardState
{
    /// <summary>Missed after distress: the last rating before it was high, or they had said something within
    /// <see cref="SilenceMatters.Lasts"/> that makes their silence matter.</summary>
    MissedAfterHigh,
    Missed,

    /// <summary>
    /// Neither invitation nor reminder arrived: the person may not know that they were asked. It never counts as
    /// missed.
    /// </summary>
    NotDelivered,
    Reminded,
    Due,
}

/// <summary>How far a prompt that has no answer got with the person.</summary>
public enum NotHeardMail
{
    /// <summary>No mail about it arrived.</summary>
    NotDelivered,

    /// <summary>The mail server took it, and nobody has followed its link.</summary>
    NotOpened,

    /// <summary>They followed the link, and began nothing.</summary>
    Opened,

    /// <summary>There is a check-in in the making.</summary>
    Begun,

    /// <summary>They want no such mails, or none has left yet.</summary>
    NoMail,
}

/// <summary>People whose latest prompt has no answer: missed after distress first, then missed, then those still
/// asked.</summary>
/// <param name="State">Only these; null for all.</param>
/// <param name="Page">1, 2, 3...</param>
/// <param name="Mail">Only those who got so far; null for all.</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListNotHeardFrom(
    Actor By,
    NotHeardState? State = null,
    int Page = 1,
    int PageSize = 25,
    NotHeardMail? Mail = null
) : IRequest<NotHeardPage>, IActed;

/// <param name="Counts">How many there are of each; in a large organisation as of the last minute.</param>
public sealed record NotHeardPage(
    IReadOnlyList<NotHeardRow> Rows,
    int Total,
    int Page,
    int PageSize,
    IReadOnlyDictionary<NotHeardState, int> Counts,
    DateTime AtUtc
)
{
    /// <summary>How many of those in the chosen state got how far.</summary>
    public required IReadOnlyDictionary<NotHeardMail, int> Mails { get; init; }

    /// <summary>Those who were sent the four questions and have not answered for <see cref="Screen.NotHeardAfter"/>,
    /// longest first; on the first page of all.</summary>
    public IReadOnlyList<UnansweredScreen> Screens { get; init; } = [];

    /// <summary>From this day after the prompt on, a call is offered: in a published trial it lifted completion from 77
    /// % to 92 %.</summary>
    public const int CallFromDay = 3;
}

/// <param name="DueAtUtc">When the first prompt that they have not answered since their last check-in was due: a new
/// one does not begin the silence anew.</param>
/// <param name="DaysSinceDue">Whole days since then.</param>
/// <param name="OfferCall">From the third day on.</param>
/// <param name="LastIntensity">The last rating given, whenever that was.</param>
/// <param name="LastCallOutcome">Of the last call about this prompt; null without one.</param>
public sealed record NotHeardRow(
    Guid ParticipantId,
    Guid PromptId,
    string Name,
    ParticipantKind Kind,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    string TimeZone,
    NotHeardState State,
    DateTime DueAtUtc,
    int DaysSinceDue,
    bool OfferCall,
    DateTime? LastCheckInAtUtc,
    int? LastIntensity,
    Guid? UnresolvedFlagId,
    Severity? UnresolvedSeverity,
    DateTime? LastCallAtUtc,
    string? LastCallByName,
    PromptCallOutcome? LastCallOutcome
)
{
    /// <summary>How far the prompt got with them.</summary>
    public required NotHeardMail Mail { get; init; }

    /// <summary>Their mail server would not take it. Where it is false and nothing arrived, it was ours that could not
    /// send in time.</summary>
    public bool AddressRefused { get; init; }

    /// <summary>What they said, besides ratings, that makes their silence matter; null without.</summary>
    public SaidBefore? Said { get; init; }

    /// <summary>When they answered the four questions, where that was after their last check-in; null otherwise: they are
    /// not as silent as it looks.</summary>
    public DateTime? AnsweredQuestionsAtUtc { get; init; }

    /// <summary>Where one writes to who gave no number.</summary>
    public required string Email { get; init; }
}

/// <summary>Four questions that nobody answered: a nurse asks them by telephone, or lets them be.</summary>
public sealed record UnansweredScreen(
    Guid ParticipantId,
    string Name,
    ParticipantKind Kind,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    string TimeZone,
    DateTime AskedAtUtc,
    string AskedByName,
    int DaysSince,
    Guid? FlagId
)
{
    /// <summary>Where one writes to who gave no number.</summary>
    public required string Email { get; init; }
}

internal sealed class ListNotHeardFromHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    NotHeardStandings standings,
    TimeProvider clock
) : IRequestHandler<ListNotHeardFrom, NotHeardPage>
{
    /// <summary>Mails that failed, and four questions sent, longer ago than this change nothing on the list. Who has
    /// been silent for longer stays on it.</summary>
    private static readonly TimeSpan _window = TimeSpan.FromDays(90);

    private const int MostScreens = 50;

    public async Task<NotHeardPage> Handle(ListNotHeardFrom request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // What counts as high is what silence counts as high.
        var high = (await thresholds.Settings(cancellationToken)).Detection.Silence.Weekly.MinimumIntensity;
        var all = await standings.Get(high, () => Standing(now, high, cancellationToken), cancellationToken);
        var counts = Enum.GetValues<NotHeardState>()
            .ToDictionary(state => state, state => all.Count(s => s.State == state));

        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        var inState = all.Where(s => request.State is not { } only || s.State == only).ToList();
        var mails = Enum.GetValues<NotHeardMail>()
            .ToDictionary(mail => mail, mail => inState.Count(s => s.Mail == mail));
        var ids = inState
            .Where(s => request.Mail is not { } only || s.Mail == only)
            .Skip((int)Math.Min((page - 1L) * size, int.MaxValue))
            .Take(size)
            .Select(s => s.PromptId)
            .ToList();
        // Looked at anew, by their ids alone: who answered since everybody was counted is not to be rung.
        var found = await db
            .Prompts.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .Join(
                db.Participants,
                p => p.ParticipantId,
                person => person.Id,
                (p, person) =>
                    new
                    {
                        Prompt = p,
                        Person = person,
                        Over = db.Prompts.Any(later =>
                            later.ParticipantId == p.ParticipantId && later.DueLocalDate > p.DueLocalDate
                        ) || db.CheckIns.Any(c => c.ParticipantId == p.ParticipantId && c.SubmittedAtUtc >= p.DueAtUtc),
                        Begun = db.CheckInDrafts.Any(d =>
                            d.ParticipantId == p.ParticipantId && d.StartedAtUtc >= p.DueAtUtc
                        ),
                        Delivered = db.Messages.Any(n => n.PromptId == p.Id && n.State == MessageState.Accepted),
                        Undelivered = db.Messages.Any(n =>
                            n.PromptId == p.Id && (n.State == MessageState.Rejected || n.State == MessageState.Expired)
                        ) && !db.Messages.Any(n => n.PromptId == p.Id && n.State == MessageState.Accepted),
                        Refused = db.Messages.Any(n => n.PromptId == p.Id && n.State == MessageState.Rejected),
                        LastIntensity = db
                            .CheckIns.Where(c => c.ParticipantId == p.ParticipantId && c.Intensity != null)
                            .OrderByDescending(c => c.SubmittedAtUtc)
                            .Select(c => c.Intensity)
                            .FirstOrDefault(),
                        LastAtUtc = db
                            .CheckIns.Where(c => c.ParticipantId == p.ParticipantId)
                            .Max(c => (DateTime?)c.SubmittedAtUtc),
                        QuestionsAtUtc = db
                            .Screens.Where(s => s.ParticipantId == p.ParticipantId && s.State == ScreenState.Answered)
                            .Max(s => s.AnsweredAtUtc),
                    }
            )
            .ToListAsync(cancellationToken);
        // Apart: the first of many, as part of the query above, would have the database number everybody's.
        var people = found.Select(f => f.Person.Id).ToList();
        var flags = await db
            .Flags.Unresolved()
            .Where(f => people.Contains(f.ParticipantId))
            .Select(f => new
            {
                f.ParticipantId,
                f.Id,
                f.Severity,
            })
            .ToDictionaryAsync(f => f.ParticipantId, cancellationToken);
        var calls = (
            await db.PromptCalls.AsNoTracking().Where(c => ids.Contains(c.PromptId)).ToListAsync(cancellationToken)
        )
            .GroupBy(c => c.PromptId)
            .ToDictionary(g => g.Key, g => g.MaxBy(c => c.AtUtc)!);
        var missed = await FirstMissed(db.Prompts.Where(p => people.Contains(p.ParticipantId)), now, cancellationToken);
        var said = await db.SaidBefore(now, cancellationToken, people);
        var rows = found
            .Where(f =>
                (f.Prompt.IsOpen || f.Prompt.State is PromptState.Missed or PromptState.NotDelivered)
                && !f.Over
                && f.Person.ClosedAtUtc is null
                && f.Person.AskingStoppedAtUtc is null
                && !f.Person.IsPausedAt(now)
            )
            .Select(f =>
            {
                var since = missed.TryGetValue(f.Person.Id, out var first) ? first.DueAtUtc : f.Prompt.DueAtUtc;
                var days = (int)(now - since).TotalDays;
                var mail = MailOf(
                    f.Begun,
                    f.Prompt.OpenedAtUtc is not null,
                    f.Undelivered || f.Prompt.State == PromptState.NotDelivered,
                    f.Delivered
                );
                var (flag, call) = (flags.GetValueOrDefault(f.Person.Id), calls.GetValueOrDefault(f.Prompt.Id));
                return new NotHeardRow(
                    f.Person.Id,
                    f.Prompt.Id,
                    f.Person.Name,
                    f.Person.Kind,
                    f.Person.Phone,
                    f.Person.SpokenLanguage ?? f.Person.Language,
                    f.Person.NeedsInterpreter,
                    f.Person.TimeZone,
                    Of(
                        first is null ? f.Prompt.State : PromptState.Missed,
                        f.LastIntensity >= high || said.ContainsKey(f.Person.Id),
                        mail
                    ),
                    since,
                    days,
                    days >= NotHeardPage.CallFromDay,
                    f.LastAtUtc,
                    f.LastIntensity,
                    flag?.Id,
                    flag?.Severity,
                    call?.AtUtc,
                    call?.ByName,
                    call?.Outcome
                )
                {
                    Mail = mail,
                    AddressRefused = f.Refused,
                    Said = said.GetValueOrDefault(f.Person.Id),
                    AnsweredQuestionsAtUtc =
                        f.QuestionsAtUtc is { } answered && !(answered <= f.LastAtUtc) ? answered : null,
                    Email = f.Person.Email,
                };
            })
            .OrderBy(r => r.State)
            .ThenBy(r => r.DueAtUtc)
            .ThenBy(r => r.PromptId)
            .ToList();

        db.Audit(request.By, AuditActions.NotHeardFromListed, now);
        await db.AuditNamed(request.By, rows.Select(r => r.ParticipantId), now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new NotHeardPage(rows, request.Mail is { } one ? mails[one] : inState.Count, page, size, counts, now)
        {
            Mails = mails,
            Screens = page == 1 && request is { State: null, Mail: null } ? await Screens(now, cancellationToken) : [],
        };
    }

    private async Task<IReadOnlyList<UnansweredScreen>> Screens(DateTime now, CancellationToken cancellationToken)
    {
        var (before, since) = (now - Screen.NotHeardAfter, now - _window);
        var rows = await db
            .Screens.AsNoTracking()
            .Where(s => s.State == ScreenState.Sent && s.AskedAtUtc <= before && s.AskedAtUtc > since)
            .Join(
                db.Participants.TakingPart(),
                s => s.ParticipantId,
                p => p.Id,
                (s, p) =>
                    new
                    {
                        s.AskedAtUtc,
                        s.AskedByName,
                        s.FlagId,
                        Person = p,
                    }
            )
            .OrderBy(r => r.AskedAtUtc)
            .Take(MostScreens)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => new UnansweredScreen(
                r.Person.Id,
                r.Person.Name,
                r.Person.Kind,
                r.Person.Phone,
                r.Person.SpokenLanguage ?? r.Person.Language,
                r.Person.NeedsInterpreter,
                r.Person.TimeZone,
                r.AskedAtUtc,
                r.AskedByName,
                (int)(now - r.AskedAtUtc).TotalDays,
                r.FlagId
            )
            {
                Email = r.Person.Email,
            }),
        ];
    }

    /// <summary>Who opened it or began it got it, whatever a mail server said.</summary>
    private static NotHeardMail MailOf(bool begun, bool opened, bool undelivered, bool delivered) =>
        begun ? NotHeardMail.Begun
        : opened ? NotHeardMail.Opened
        : delivered ? NotHeardMail.NotOpened
        : undelivered ? NotHeardMail.NotDelivered
        : NotHeardMail.NoMail;

    /// <summary>
    /// Of each person the first prompt that they missed since their last check-in, and the rating before it: who is
    /// asked again every week has been silent since the first week.
    /// </summary>
    private async Task<IReadOnlyDictionary<Guid, MissedPrompt>> FirstMissed(
        IQueryable<Prompt> prompts,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var first = await prompts
            .AsNoTracking()
            .Where(p =>
                p.State == PromptState.Missed
                && p.DueAtUtc <= now
                && !db.CheckIns.Any(c => c.ParticipantId == p.ParticipantId && c.SubmittedAtUtc >= p.DueAtUtc)
            )
            .GroupBy(p => p.ParticipantId)
            .Select(g => new { Id = g.Key, DueAtUtc = g.Min(p => p.DueAtUtc) })
            .Select(m => new MissedPrompt(
                m.Id,
                m.DueAtUtc,
                db.CheckIns.Where(c => c.ParticipantId == m.Id && c.Intensity != null)
                    .OrderByDescending(c => c.SubmittedAtUtc)
                    .Select(c => c.Intensity)
                    .FirstOrDefault()
            ))
            .ToListAsync(cancellationToken);
        return first.ToDictionary(m => m.ParticipantId);
    }

    private sealed record MissedPrompt(Guid ParticipantId, DateTime DueAtUtc, int? LastIntensity);

    private static NotHeardState Of(PromptState state, bool distressed, NotHeardMail mail) =>
        state switch
        {
            PromptState.Missed => distressed ? NotHeardState.MissedAfterHigh : NotHeardState.Missed,
            PromptState.NotDelivered => NotHeardState.NotDelivered,
            _ when mail == NotHeardMail.NotDelivered => NotHeardState.NotDelivered,
            PromptState.Reminded => NotHeardState.Reminded,
            _ => NotHeardState.Due,
        };

    /// <summary>
    /// The latest prompt of everybody who is asked and has not checked in since, in the list's order. Each thing is
    /// asked of the database once a prompt, and only where it matters.
    /// </summary>
    private async Task<IReadOnlyList<NotHeardStanding>> Standing(
        DateTime now,
        int high,
        CancellationToken cancellationToken
    )
    {
        var since = now - _window;
        var unanswered = db
            .Prompts.AsNoTracking()
            .Where(prompt =>
                (
                    prompt.State == PromptState.Sent
                    || prompt.State == PromptState.Reminded
                    || prompt.State == PromptState.Missed
                    || prompt.State == PromptState.NotDelivered
                )
                && prompt.DueAtUtc <= now
                && !db.Prompts.Any(later =>
                    later.ParticipantId == prompt.ParticipantId && later.DueLocalDate > prompt.DueLocalDate
                )
                && !db.CheckIns.Any(c => c.ParticipantId == prompt.ParticipantId && c.SubmittedAtUtc >= prompt.DueAtUtc)
                && db.Participants.Any(p =>
                    p.Id == prompt.ParticipantId
                    && p.ClosedAtUtc == null
                    && p.AskingStoppedAtUtc == null
                    && (p.PausedUntilUtc == null || p.PausedUntilUtc <= now || p.PausedFromUtc > now)
                )
            );
        var prompts = await unanswered
            .Select(p => new
            {
                p.Id,
                p.ParticipantId,
                p.State,
                p.DueAtUtc,
                Opened = p.OpenedAtUtc != null,
                Begun = db.CheckInDrafts.Any(d => d.ParticipantId == p.ParticipantId && d.StartedAtUtc >= p.DueAtUtc),
                Delivered = db.Messages.Any(n => n.PromptId == p.Id && n.State == MessageState.Accepted),
            })
            .ToListAsync(cancellationToken);

        // A retry that was given up, or an address that refused; one that left is enough to know. Those that failed are
        // few.
        var undelivered = (
            await db
                .Messages.Where(n =>
                    n.PromptId != null
                    && (n.State == MessageState.Rejected || n.State == MessageState.Expired)
                    && n.CreatedAtUtc > since
                    && !db.Messages.Any(other => other.PromptId == n.PromptId && other.State == MessageState.Accepted)
                )
                .Select(n => n.PromptId!.Value)
                .ToListAsync(cancellationToken)
        ).ToHashSet();

        var missed = await FirstMissed(db.Prompts, now, cancellationToken);
        var said = await db.SaidBefore(now, cancellationToken);
        NotHeardStanding Stands(Guid id, DateTime dueAt, PromptState state, bool distressed, NotHeardMail mail) =>
            new(id, dueAt, Of(state, distressed, mail), mail);
        return
        [
            .. prompts
                .Select(p => (Prompt: p, First: missed.GetValueOrDefault(p.ParticipantId)))
                .Select(p =>
                    Stands(
                        p.Prompt.Id,
                        p.First?.DueAtUtc ?? p.Prompt.DueAtUtc,
                        p.First is null ? p.Prompt.State : PromptState.Missed,
                        p.First?.LastIntensity >= high || said.ContainsKey(p.Prompt.ParticipantId),
                        MailOf(
                            p.Prompt.Begun,
                            p.Prompt.Opened,
                            p.Prompt.State == PromptState.NotDelivered || undelivered.Contains(p.Prompt.Id),
                            p.Prompt.Delivered
                        )
                    )
                )
                .OrderBy(s => s.State)
                .ThenBy(s => s.DueAtUtc)
                .ThenBy(s => s.PromptId),
        ];
    }
}
