using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Guidance;
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

/// <param name="Counts">How many there are of each.</param>
public sealed record NotHeardPage(IReadOnlyList<NotHeardRow> Rows, int Total, int Page, int PageSize, IReadOnlyDictionary<NotHeardState, int> Counts, DateTime AtUtc)
{
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

internal sealed class ListNotHeardFromHandler(WellbeingDb db, GuidanceInForce guidance, TimeProvider clock) : IRequestHandler<ListNotHeardFrom, NotHeardPage>
{
    /// <summary>Who was not heard from for longer has been through every call that this list can offer.</summary>
    private static readonly TimeSpan _window = TimeSpan.FromDays(90);

    public async Task<NotHeardPage> Handle(ListNotHeardFrom request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // What counts as high is what silence counts as high.
        var high = (await guidance.Settings(cancellationToken)).Detection.Silence.Weekly.MinimumIntensity;
        var standing = Standing(now, high);
        var counts = (await standing.GroupBy(s => s.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(cancellationToken))
            .ToDictionary(g => (NotHeardState)g.State, g => g.Count);
        foreach (var state in Enum.GetValues<NotHeardState>()) counts.TryAdd(state, 0);

        var wanted = request.State is { } only ? standing.Where(s => s.State == (int)only) : standing;
        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        var found = await wanted.OrderBy(s => s.State).ThenBy(s => s.Prompt.DueAtUtc).ThenBy(s => s.Prompt.Id)
            .Skip((page - 1) * size).Take(size)
            .Select(s => new
            {
                s.State,
                s.Prompt.Id,
                s.Prompt.DueAtUtc,
                s.LastIntensity,
                Person = db.Participants.First(p => p.Id == s.Prompt.ParticipantId),
                LastAtUtc = db.CheckIns.Where(c => c.ParticipantId == s.Prompt.ParticipantId).Max(c => (DateTime?)c.SubmittedAtUtc),
                Flag = db.Flags.Where(f => f.ParticipantId == s.Prompt.ParticipantId && f.State != FlagState.Resolved)
                    .Select(f => new { f.Id, f.Severity }).FirstOrDefault(),
                Call = db.PromptCalls.Where(c => c.PromptId == s.Prompt.Id).OrderByDescending(c => c.AtUtc).FirstOrDefault(),
            })
            .AsNoTracking().ToListAsync(cancellationToken);

        db.Audit(request.By, AuditActions.NotHeardFromListed, now);
        await db.SaveChangesAsync(cancellationToken);
        return new NotHeardPage(
            [.. found.Select(f =>
            {
                var days = (int)(now - f.DueAtUtc).TotalDays;
                return new NotHeardRow(
                    f.Person.Id, f.Id, f.Person.Name, f.Person.Kind, f.Person.Phone, f.Person.Language, f.Person.NeedsInterpreter, f.Person.TimeZone,
                    (NotHeardState)f.State, f.DueAtUtc, days, days >= NotHeardPage.CallFromDay, f.LastAtUtc, f.LastIntensity,
                    f.Flag?.Id, f.Flag?.Severity, f.Call?.AtUtc, f.Call?.ByName, f.Call?.Outcome);
            })],
            request.State is { } one ? counts[one] : counts.Values.Sum(), page, size, counts, now);
    }

    private sealed class Unanswered
    {
        public required Prompt Prompt { get; init; }
        public int? LastIntensity { get; init; }
        public int State { get; init; }
    }

    private IQueryable<Unanswered> Standing(DateTime now, int high)
    {
        var since = now - _window;
        var unanswered =
            from prompt in db.Prompts
            where (prompt.State == PromptState.Sent || prompt.State == PromptState.Reminded || prompt.State == PromptState.Missed)
                && prompt.DueAtUtc > since && prompt.DueAtUtc <= now
                && !db.Prompts.Any(later => later.ParticipantId == prompt.ParticipantId && later.DueLocalDate > prompt.DueLocalDate)
                && !db.CheckIns.Any(c => c.ParticipantId == prompt.ParticipantId && c.SubmittedAtUtc >= prompt.DueAtUtc)
                && db.Participants.Any(p => p.Id == prompt.ParticipantId && p.ClosedAtUtc == null && p.AskingStoppedAtUtc == null && (p.PausedUntilUtc == null || p.PausedUntilUtc <= now || p.PausedFromUtc > now))
            select new
            {
                Prompt = prompt,
                LastIntensity = db.CheckIns.Where(c => c.ParticipantId == prompt.ParticipantId && c.Intensity != null)
                    .OrderByDescending(c => c.SubmittedAtUtc).Select(c => c.Intensity).FirstOrDefault(),
                // A retry that was given up, or an address that refused; one that left is enough to know.
                Undelivered = db.Notices.Any(n => n.PromptId == prompt.Id && (n.State == NoticeState.Rejected || n.State == NoticeState.Expired))
                    && !db.Notices.Any(n => n.PromptId == prompt.Id && n.State == NoticeState.Accepted),
            };
        return unanswered.Select(u => new Unanswered
        {
            Prompt = u.Prompt,
            LastIntensity = u.LastIntensity,
            State = u.Prompt.State == PromptState.Missed && u.LastIntensity >= high ? (int)NotHeardState.MissedAfterHigh
                : u.Prompt.State == PromptState.Missed ? (int)NotHeardState.Missed
                : u.Undelivered ? (int)NotHeardState.NotDelivered
                : u.Prompt.State == PromptState.Reminded ? (int)NotHeardState.Reminded
                : (int)NotHeardState.Due,
        });
    }
}
