using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;
using Wellbeing.App.Options;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Escalation;

/// <summary>
/// Takes a flag's due steps: who is to be told, one notice each, one <see cref="StepRun"/> a step. Part of the caller's
/// unit of work. A step that reaches nobody is recorded as such, the administrators are told, and the next is taken at once.
/// </summary>
public sealed class Ladder(WellbeingDb db, NoticeWriter notices, IOptions<TeamOptions> team)
{
    private static readonly TimeSpan _noticeLives = TimeSpan.FromHours(24);

    private readonly WorkingHours _hours = team.Value.WorkingHours();

    /// <summary>The team's hours, for response targets.</summary>
    public WorkingHours Hours => _hours;

    public async Task TakeDueSteps(Flag flag, DateTime nowUtc, CancellationToken cancellationToken)
    {
        while (flag.State == FlagState.Open && flag.IsDue(nowUtc))
        {
            var taken = flag.TakeStep(_hours, nowUtc);
            var (reached, team) = await Tell(flag, taken, nowUtc, cancellationToken);
            db.StepRuns.Add(new StepRun
            {
                FlagId = flag.Id,
                Cycle = taken.Cycle,
                Step = taken.Index,
                TakenAtUtc = nowUtc,
                Late = taken.Late,
                Recipients = reached,
            });
            db.Audit(
                Actor.System, team > 0 ? AuditActions.StepTaken : AuditActions.StepReachedNobody, nowUtc, flag.ParticipantId, flag.Id,
                string.Create(CultureInfo.InvariantCulture, $"step={taken.Index + 1};round={taken.Cycle};told={reached}{(taken.Late ? ";late=1" : "")}"));

            if (team == 0)
            {
                await Alarm(NoticePurpose.StepReachedNobody, flag, taken, nowUtc, cancellationToken);
                flag.PullForward(nowUtc);
            }

            if (taken.IsLast)
            {
                db.Audit(Actor.System, AuditActions.LadderRepeats, nowUtc, flag.ParticipantId, flag.Id);
                await Alarm(NoticePurpose.LadderUnanswered, flag, taken, nowUtc, cancellationToken);
            }
        }
    }

    // A support contact alone is not enough: it is the team that answers, and the contact is told that it knows.
    private async Task<(int All, int Team)> Tell(Flag flag, TakenStep taken, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var (all, team) = (0, 0);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tell in taken.Step.Tell)
        {
            foreach (var recipient in await RecipientsOf(tell, flag, nowUtc, cancellationToken))
            {
                if (!seen.Add(recipient.Address)) continue;
                if (tell == Domain.Tell.SupportContacts)
                {
                    var cause = await ContactCause(flag, taken, recipient, cancellationToken);
                    if (await Write(NoticePurpose.FlagToSupportContact, recipient, cause, flag, nowUtc, cancellationToken)) all++;
                }
                else if (await Write(NoticePurpose.FlagToTeam, recipient, CauseOf(flag, taken), flag, nowUtc, cancellationToken))
                {
                    all++;
                    team++;
                }
            }
        }

        return (all, team);
    }

    /// <summary>The team is told again on every round; a support contact once for each severity, cancelled messages not counted.</summary>
    private async Task<string> ContactCause(Flag flag, TakenStep taken, Recipient contact, CancellationToken cancellationToken)
    {
        var cause = $"flag-{flag.Id:N}/{flag.Severity}";
        var states = await db.Notices.AsNoTracking()
            .Where(n => n.FlagId == flag.Id && n.SupportContactId == contact.SupportContactId && n.DedupKey.StartsWith(cause))
            .Select(n => n.State).ToListAsync(cancellationToken);
        return states.Count > 0 && states.TrueForAll(s => s == NoticeState.Cancelled)
            ? string.Create(CultureInfo.InvariantCulture, $"{cause}/{taken.Cycle}")
            : cause;
    }

    private async Task<IReadOnlyList<Recipient>> RecipientsOf(Tell tell, Flag flag, DateTime nowUtc, CancellationToken cancellationToken) => tell switch
    {
        Domain.Tell.SupportContacts =>
            [.. (await db.SupportContacts.AsNoTracking()
                    .Where(c => c.ParticipantId == flag.ParticipantId && c.State == SupportContactState.Confirmed)
                    .OrderBy(c => c.Order).ToListAsync(cancellationToken))
                .Where(c => c.MayBeTold(flag.Severity))
                .Select(c => new Recipient(c.Email, c.Name, c.Language, SupportContactId: c.Id))],
        Domain.Tell.NurseOnCall =>
            [.. (await db.OnCallShifts.AsNoTracking()
                    .Where(s => s.StartsAtUtc <= nowUtc && nowUtc < s.EndsAtUtc)
                    .Join(db.Users, s => s.AccountId, a => a.Id, (s, a) => a)
                    .Where(a => a.Enabled && a.Email != null && a.AddressRefusedAtUtc == null)
                    .ToListAsync(cancellationToken))
                .Select(a => a.ToRecipient())],
        Domain.Tell.WholeTeam => await db.StaffInRole(Roles.Nurse, cancellationToken),
        Domain.Tell.Administrators => await db.StaffInRole(Roles.Administrator, cancellationToken),
        Domain.Tell.TeamMailbox => team.Value.Mailbox.Length == 0 ? [] : [new Recipient(team.Value.Mailbox, "", "en")],
        _ => throw new ArgumentOutOfRangeException(nameof(tell)),
    };

    private async Task Alarm(NoticePurpose purpose, Flag flag, TakenStep taken, DateTime nowUtc, CancellationToken cancellationToken)
    {
        foreach (var administrator in await db.StaffInRole(Roles.Administrator, cancellationToken))
            await Write(purpose, administrator, CauseOf(flag, taken), flag, nowUtc, cancellationToken);
    }

    private static string CauseOf(Flag flag, TakenStep taken) =>
        string.Create(CultureInfo.InvariantCulture, $"flag-{flag.Id:N}/{taken.Cycle}/{taken.Index}");

    private Task<bool> Write(NoticePurpose purpose, Recipient to, string cause, Flag flag, DateTime nowUtc, CancellationToken cancellationToken) =>
        notices.Write(
            purpose, to, cause, flag.Severity == Severity.Urgent ? 0 : 1, nowUtc, notBeforeUtc: nowUtc, deadlineUtc: nowUtc + _noticeLives,
            flag.ParticipantId, flag.Id, cancellationToken: cancellationToken);
}
