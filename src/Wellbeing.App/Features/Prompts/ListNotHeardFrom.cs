using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Guidance;
using Wellbeing.App.Features.Privacy;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Prompts;

/// <summary>How an unanswered prompt stands, the most pressing first.</summary>
public enum NotHeardState
{
    /// <summary>Missed, and the last rating before it was high.</summary>
    MissedAfterHigh,
    Missed,

    /// <summary>Neither invitation nor reminder left: the person may not know that they were asked.</summary>
    NotDelivered,
    Reminded,
    Due,
}

/// <summary>People whose latest prompt has no answer: missed after a high rating first, then missed, then those still asked.</summary>
/// <param name="State">Only these; null for all.</param>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListNotHeardFrom(Actor By, NotHeardState? State = null, int Page = 1, int PageSize = 25) : IRequest<NotHeardPage>, IActed;

/// <param name="Counts">How many there are of each; in a large organisation as of the last minute.</param>
public sealed record NotHeardPage(IReadOnlyList<NotHeardRow> Rows, int Total, int Page, int PageSize, IReadOnlyDictionary<NotHeardState, int> Counts, DateTime AtUtc)
{
    /// <summary>Those who were sent the four questions and have not answered for <see cref="Screen.NotHeardAfter"/>, longest first; on the first page of all.</summary>
    public IReadOnlyList<UnansweredScreen> Screens { get; init; } = [];

    /// <summary>From this day after the prompt on, a call is offered: in a published trial it lifted completion from 77 % to 92 %.</summary>
    public const int CallFromDay = 3;
}

/// <param name="DaysSinceDue">Whole days since the prompt was due.</param>
/// <param name="OfferCall">From the third day on.</param>
/// <param name="LastIntensity">The last rating given, whenever that was.</param>
/// <param name="LastCallOutcome">Of the last call about this prompt; null without one.</param>
public sealed record NotHeardRow(
    Guid ParticipantId, Guid PromptId, string Name, ParticipantKind Kind, string? Phone, string Language, bool NeedsInterpreter, string TimeZone,
    NotHeardState State, DateTime DueAtUtc, int DaysSinceDue, bool OfferCall, DateTime? LastCheckInAtUtc, int? LastIntensity,
    Guid? UnresolvedFlagId, Severity? UnresolvedSeverity, DateTime? LastCallAtUtc, string? LastCallByName, PromptCallOutcome? LastCallOutcome);

/// <summary>Four questions that nobody answered: a nurse asks them by telephone, or lets them be.</summary>
public sealed record UnansweredScreen(
    Guid ParticipantId, string Name, ParticipantKind Kind, string? Phone, string Language, bool NeedsInterpreter, string TimeZone,
    DateTime AskedAtUtc, string AskedByName, int DaysSince, Guid? FlagId);

internal sealed class ListNotHeardFromHandler(WellbeingDb db, GuidanceInForce guidance, NotHeardStandings standings, TimeProvider clock)
    : IRequestHandler<ListNotHeardFrom, NotHeardPage>
{
    /// <summary>Who was not heard from for longer has been through every call that this list can offer.</summary>
    private static readonly TimeSpan _window = TimeSpan.FromDays(90);

    private const int MostScreens = 50;

    public async Task<NotHeardPage> Handle(ListNotHeardFrom request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // What counts as high is what silence counts as high.
        var high = (await guidance.Settings(cancellationToken)).Detection.Silence.Weekly.MinimumIntensity;
        var all = await standings.Get(high, () => Standing(now, high, cancellationToken), cancellationToken);
        var counts = Enum.GetValues<NotHeardState>().ToDictionary(state => state, state => all.Count(s => s.State == state));

        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        var ids = all.Where(s => request.State is not { } only || s.State == only)
            .Skip((int)Math.Min((page - 1L) * size, int.MaxValue)).Take(size).Select(s => s.PromptId).ToList();
        // Looked at anew, by their ids alone: who answered since everybody was counted is not to be rung.
        var found = await db.Prompts.AsNoTracking().Where(p => ids.Contains(p.Id))
            .Join(db.Participants, p => p.ParticipantId, person => person.Id, (p, person) => new
            {
                Prompt = p,
                Person = person,
                Over = db.Prompts.Any(later => later.ParticipantId == p.ParticipantId && later.DueLocalDate > p.DueLocalDate)
                    || db.CheckIns.Any(c => c.ParticipantId == p.ParticipantId && c.SubmittedAtUtc >= p.DueAtUtc),
                Undelivered = db.Notices.Any(n => n.PromptId == p.Id && (n.State == NoticeState.Rejected || n.State == NoticeState.Expired))
                    && !db.Notices.Any(n => n.PromptId == p.Id && n.State == NoticeState.Accepted),
                LastIntensity = db.CheckIns.Where(c => c.ParticipantId == p.ParticipantId && c.Intensity != null)
                    .OrderByDescending(c => c.SubmittedAtUtc).Select(c => c.Intensity).FirstOrDefault(),
                LastAtUtc = db.CheckIns.Where(c => c.ParticipantId == p.ParticipantId).Max(c => (DateTime?)c.SubmittedAtUtc),
            })
            .ToListAsync(cancellationToken);
        // Apart: the first of many, as part of the query above, would have the database number everybody's.
        var people = found.Select(f => f.Person.Id).ToList();
        var flags = await db.Flags.Where(f => people.Contains(f.ParticipantId) && f.State != FlagState.Resolved)
            .Select(f => new { f.ParticipantId, f.Id, f.Severity }).ToDictionaryAsync(f => f.ParticipantId, cancellationToken);
        var calls = (await db.PromptCalls.AsNoTracking().Where(c => ids.Contains(c.PromptId)).ToListAsync(cancellationToken))
            .GroupBy(c => c.PromptId).ToDictionary(g => g.Key, g => g.MaxBy(c => c.AtUtc)!);
        var rows = found
            .Where(f => (f.Prompt.IsOpen || f.Prompt.State == PromptState.Missed) && !f.Over
                && f.Person.ClosedAtUtc is null && f.Person.AskingStoppedAtUtc is null && !f.Person.IsPausedAt(now))
            .Select(f =>
            {
                var days = (int)(now - f.Prompt.DueAtUtc).TotalDays;
                var (flag, call) = (flags.GetValueOrDefault(f.Person.Id), calls.GetValueOrDefault(f.Prompt.Id));
                return new NotHeardRow(
                    f.Person.Id, f.Prompt.Id, f.Person.Name, f.Person.Kind, f.Person.Phone, f.Person.SpokenLanguage ?? f.Person.Language, f.Person.NeedsInterpreter, f.Person.TimeZone,
                    Of(f.Prompt.State, f.LastIntensity, high, f.Undelivered), f.Prompt.DueAtUtc, days, days >= NotHeardPage.CallFromDay, f.LastAtUtc, f.LastIntensity,
                    flag?.Id, flag?.Severity, call?.AtUtc, call?.ByName, call?.Outcome);
            })
            .OrderBy(r => r.State).ThenBy(r => r.DueAtUtc).ThenBy(r => r.PromptId).ToList();

        db.Audit(request.By, AuditActions.NotHeardFromListed, now);
        await db.AuditNamed(request.By, rows.Select(r => r.ParticipantId), now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new NotHeardPage(rows, request.State is { } one ? counts[one] : counts.Values.Sum(), page, size, counts, now)
        {
            Screens = page == 1 && request.State is null ? await Screens(now, cancellationToken) : [],
        };
    }

    private async Task<IReadOnlyList<UnansweredScreen>> Screens(DateTime now, CancellationToken cancellationToken)
    {
        var (before, since) = (now - Screen.NotHeardAfter, now - _window);
        var rows = await db.Screens.AsNoTracking().Where(s => s.State == ScreenState.Sent && s.AskedAtUtc <= before && s.AskedAtUtc > since)
            .Join(db.Participants.Where(p => p.ClosedAtUtc == null), s => s.ParticipantId, p => p.Id, (s, p) => new { s.AskedAtUtc, s.AskedByName, s.FlagId, Person = p })
            .OrderBy(r => r.AskedAtUtc).Take(MostScreens).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new UnansweredScreen(
            r.Person.Id, r.Person.Name, r.Person.Kind, r.Person.Phone, r.Person.SpokenLanguage ?? r.Person.Language, r.Person.NeedsInterpreter, r.Person.TimeZone,
            r.AskedAtUtc, r.AskedByName, (int)(now - r.AskedAtUtc).TotalDays, r.FlagId))];
    }

    private static NotHeardState Of(PromptState state, int? lastIntensity, int high, bool undelivered) => state switch
    {
        PromptState.Missed => lastIntensity >= high ? NotHeardState.MissedAfterHigh : NotHeardState.Missed,
        _ when undelivered => NotHeardState.NotDelivered,
        PromptState.Reminded => NotHeardState.Reminded,
        _ => NotHeardState.Due,
    };

    /// <summary>
    /// The latest prompt of everybody who is asked and has not checked in since, in the list's order. Each thing is asked of the database
    /// once a prompt, and only where it matters.
    /// </summary>
    private async Task<IReadOnlyList<NotHeardStanding>> Standing(DateTime now, int high, CancellationToken cancellationToken)
    {
        var since = now - _window;
        var unanswered = db.Prompts.AsNoTracking().Where(prompt =>
            (prompt.State == PromptState.Sent || prompt.State == PromptState.Reminded || prompt.State == PromptState.Missed)
            && prompt.DueAtUtc > since && prompt.DueAtUtc <= now
            && !db.Prompts.Any(later => later.ParticipantId == prompt.ParticipantId && later.DueLocalDate > prompt.DueLocalDate)
            && !db.CheckIns.Any(c => c.ParticipantId == prompt.ParticipantId && c.SubmittedAtUtc >= prompt.DueAtUtc)
            && db.Participants.Any(p => p.Id == prompt.ParticipantId && p.ClosedAtUtc == null && p.AskingStoppedAtUtc == null && (p.PausedUntilUtc == null || p.PausedUntilUtc <= now || p.PausedFromUtc > now)));
        var prompts = await unanswered.Select(p => new
        {
            p.Id,
            p.State,
            p.DueAtUtc,
            LastIntensity = p.State != PromptState.Missed
                ? null
                : db.CheckIns.Where(c => c.ParticipantId == p.ParticipantId && c.Intensity != null).OrderByDescending(c => c.SubmittedAtUtc).Select(c => c.Intensity).FirstOrDefault(),
        }).ToListAsync(cancellationToken);

        // A retry that was given up, or an address that refused; one that left is enough to know. Those that failed are few.
        var undelivered = (await db.Notices
            .Where(n => n.PromptId != null && (n.State == NoticeState.Rejected || n.State == NoticeState.Expired) && n.CreatedAtUtc > since
                && !db.Notices.Any(other => other.PromptId == n.PromptId && other.State == NoticeState.Accepted))
            .Select(n => n.PromptId!.Value).ToListAsync(cancellationToken)).ToHashSet();

        return [.. prompts.Select(p => new NotHeardStanding(p.Id, p.DueAtUtc, Of(p.State, p.LastIntensity, high, undelivered.Contains(p.Id))))
            .OrderBy(s => s.State).ThenBy(s => s.DueAtUtc).ThenBy(s => s.PromptId)];
    }
}
