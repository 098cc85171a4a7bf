using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>
/// Takes a flag's due steps: who is to be told, one message each, one <see cref="StepRun"/> a step. Part of the caller's
/// unit of work. A step that reaches nobody is recorded as such, the administrators are told, and the next is taken at
/// once. The same happens when a step names colleagues but only a shared mailbox could be told.
/// </summary>
public sealed class Ladder(WellbeingDb db, MessageWriter messages, Recipients recipients, TeamHours hours)
{
    private static readonly TimeSpan _messageLives = TimeSpan.FromHours(24);

    /// <summary>So long an administrator is not told again that a step reached nobody.</summary>
    private static readonly TimeSpan _alarmHolds = TimeSpan.FromHours(1);

    /// <param name="waited">How long the flag waited for what made the step due, where that is not the step's own
    /// time.</param>
    /// <param name="enteredBy">The nurse who wrote down what made the step due: that first step leaves them out where it
    /// tells other colleagues.</param>
    public async Task TakeDueSteps(
        Flag flag,
        DateTime nowUtc,
        CancellationToken cancellationToken,
        TimeSpan waited = default,
        Guid? enteredBy = null
    )
    {
        if (flag.State != FlagState.Open || !flag.IsDue(nowUtc))
            return;
        var working = await hours.Get(cancellationToken);
        // What joined it just now is not stored yet.
        await db.FlagFindings.Where(f => f.FlagId == flag.Id).LoadAsync(cancellationToken);
        var promised = PromiseKept.NewPromise(
            [.. db.FlagFindings.Local.Where(f => f.FlagId == flag.Id)],
            flag.RespondByUtc
        );
        while (flag.State == FlagState.Open && flag.IsDue(nowUtc))
        {
            var began = flag.LadderBeganAtUtc;
            var taken = flag.TakeStep(working, nowUtc, promised);
            var lateBy = taken.LateBy > waited ? taken.LateBy : waited;
            var late = lateBy > Flag.LateAfter;
            waited = TimeSpan.Zero;
            var (told, team, colleagues) = await Tell(flag, taken, enteredBy, nowUtc, cancellationToken);
            enteredBy = null;
            db.StepRuns.Add(
                new StepRun
                {
                    FlagId = flag.Id,
                    Cycle = taken.Cycle,
                    Step = taken.Index,
                    TakenAtUtc = nowUtc,
                    Late = late,
                    LateMinutes = late ? (int)lateBy.TotalMinutes : 0,
                    Recipients = told.Count,
                    Told = told,
                }
            );
            db.Audit(
                Actor.System,
                team > 0 ? AuditActions.StepTaken : AuditActions.StepReachedNobody,
                nowUtc,
                flag.ParticipantId,
                flag.Id,
                new StepDetail(taken.Index + 1, taken.Cycle, told.Count, late ? (int)lateBy.TotalMinutes : null)
            );

            if (team == 0)
            {
                await Alarm(StepReachedNobody.Kind, flag, taken, nowUtc, cancellationToken);
            }

            // That a step reached nobody says why the next one came at once; where it reached a mailbox, this does.
            if (IsPassedOver(taken.Step, team, colleagues) && flag.AdvanceNextStep(nowUtc) && team > 0)
                db.Audit(Actor.System, AuditActions.LadderPulledForward, nowUtc, flag.ParticipantId, flag.Id);

            if (taken.IsLast)
            {
                db.Audit(Actor.System, AuditActions.LadderRepeats, nowUtc, flag.ParticipantId, flag.Id);
                // Steps that were passed over took no time: in the first round nobody has had any to answer.
                if (nowUtc > began || await IsRepeat(flag, taken, cancellationToken))
                    await Alarm(LadderUnanswered.Kind, flag, taken, nowUtc, cancellationToken);
            }
        }
    }

    /// <summary>Whether the next step follows at once: the step reached nobody of the team, or of the colleagues whom
    /// it meant none.</summary>
    /// <param name="team">How many colleagues, mailboxes and systems were told.</param>
    /// <param name="colleagues">How many of them are people.</param>
    public static bool IsPassedOver(EscalationStep step, int team, int colleagues) =>
        team == 0 || (colleagues == 0 && step.Tell.Any(t => t.IsColleague));

    // A support contact alone is not enough: it is the team that answers, and the contact is told that it knows.
    private async Task<(IReadOnlyList<string> All, int Team, int Colleagues)> Tell(
        Flag flag,
        TakenStep taken,
        Guid? enteredBy,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var (all, team, colleagues) = (new List<string>(), 0, 0);
        Recipient? leftOut = null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tell in taken.Step.Tell)
        {
            if (tell.Kind == TargetKind.SupportContacts)
            {
                all.AddRange(
                    (await TellContacts(flag, nowUtc, cancellationToken)).Select(name => $"{name} (support contact)")
                );
                continue;
            }

            foreach (
                var recipient in await recipients.Of(
                    tell,
                    new ToldAbout(flag.ParticipantId, flag.Severity, flag.AssignedTo),
                    nowUtc,
                    cancellationToken
                )
            )
            {
                if (!seen.Add(recipient.WebhookId is null ? recipient.Address : recipient.Key))
                    continue;
                if (enteredBy is not null && recipient.AccountId == enteredBy)
                    leftOut = recipient;
                else
                    await Add(recipient);
            }
        }

        // Whoever wrote it down knows; but never is nobody told.
        if (leftOut is not null && colleagues == 0)
            await Add(leftOut);
        return (all, team, colleagues);

        async Task Add(Recipient recipient)
        {
            if (!await Write(FlagToTeam.Kind, recipient, CauseOf(flag, taken), flag, nowUtc, cancellationToken))
                return;
            all.Add(recipient.Shown);
            team++;
            if (recipient.AccountId is not null)
                colleagues++;
        }
    }

    /// <summary>
    /// Tells the support contacts whose turn it is, each once for a severity: on an urgent flag all of them, else the
    /// first in the participant's order who was not told yet. A step does, and so does a contact who cannot right now.
    /// </summary>
    /// <returns>The names of those who are told.</returns>
    public async Task<IReadOnlyList<string>> TellContacts(
        Flag flag,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var contacts = (
            await db
                .SupportContacts.AsNoTracking()
                .Confirmed()
                .Where(c => c.ParticipantId == flag.ParticipantId)
                .OrderBy(c => c.Order)
                .ToListAsync(cancellationToken)
        ).FindAll(c => c.MayBeTold(flag.Severity));
        if (contacts.Count == 0)
            return [];
        var cause = $"flag-{flag.Id:N}/{flag.Severity}";
        var earlier = await db
            .Messages.AsNoTracking()
            .Where(n => n.FlagId == flag.Id && n.Kind == FlagToSupportContact.Kind && n.DedupKey.StartsWith(cause))
            .Select(n => new { n.SupportContactId, n.State })
            .ToListAsync(cancellationToken);
        var untold = contacts.FindAll(c =>
            !earlier.Exists(n => n.SupportContactId == c.Id && n.State != MessageState.Cancelled)
        );

        var told = new List<string>();
        foreach (var contact in flag.Severity == Severity.Urgent ? untold : untold.Take(1))
        {
            // A message cancelled before it left does not count as told: its cause was used, so this one has another.
            var again = earlier.Count(n => n.SupportContactId == contact.Id);
            var recipient = new Recipient(contact.Email, contact.Name, contact.Language, SupportContactId: contact.Id);
            var own = again == 0 ? cause : string.Create(CultureInfo.InvariantCulture, $"{cause}/{again}");
            if (await Write(FlagToSupportContact.Kind, recipient, own, flag, nowUtc, cancellationToken))
                told.Add(contact.Name);
        }

        return told;
    }

    /// <summary>The open flag on which this contact was told, or is about to be, and may be; null where nobody waits
    /// for them.</summary>
    public async Task<Flag?> CountingOn(SupportContact contact, CancellationToken cancellationToken)
    {
        var flag = await db
            .Flags.Open()
            .SingleOrDefaultAsync(
                f =>
                    f.ParticipantId == contact.ParticipantId
                    && db.Messages.Any(n =>
                        n.FlagId == f.Id && n.SupportContactId == contact.Id && n.Kind == FlagToSupportContact.Kind
                    ),
                cancellationToken
            );
        return flag is not null && contact.MayBeTold(flag.Severity) ? flag : null;
    }

    private async Task Alarm(
        string kind,
        Flag flag,
        TakenStep taken,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        foreach (var administrator in await recipients.InRole(Roles.Administrator, cancellationToken))
        {
            // It is mended in the rota and not in a flag: whoever was told an hour ago knows.
            if (kind == StepReachedNobody.Kind && await WasAlarmed(administrator, nowUtc, cancellationToken))
                continue;
            await Write(kind, administrator, CauseOf(flag, taken), flag, nowUtc, cancellationToken);
        }
    }

    private async Task<bool> WasAlarmed(Recipient administrator, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var since = nowUtc - _alarmHolds;
        return db.Messages.Local.Any(n =>
                n.Kind == StepReachedNobody.Kind && n.AccountId == administrator.AccountId && n.CreatedAtUtc > since
            )
            || await db.Messages.AnyAsync(
                n =>
                    n.Kind == StepReachedNobody.Kind
                    && n.AccountId == administrator.AccountId
                    && n.CreatedAtUtc > since,
                cancellationToken
            );
    }

    private Task<bool> IsRepeat(Flag flag, TakenStep taken, CancellationToken cancellationToken) =>
        db.StepRuns.AnyAsync(
            r => r.FlagId == flag.Id && r.Cycle == taken.Cycle - 1 && r.Step == taken.Index,
            cancellationToken
        );

    private static string CauseOf(Flag flag, TakenStep taken) =>
        string.Create(CultureInfo.InvariantCulture, $"flag-{flag.Id:N}/{taken.Cycle}/{taken.Index}");

    // Round after round of a ladder says the same: while a mail server is away, only the newest waits for it.
    private async Task<bool> Write(
        string kind,
        Recipient to,
        string cause,
        Flag flag,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        if (
            await messages.Write(
                new NewMessage(kind, to, cause, nowUtc, nowUtc + _messageLives)
                {
                    Priority = flag.Severity == Severity.Urgent ? 0 : 1,
                    ParticipantId = flag.ParticipantId,
                    FlagId = flag.Id,
                },
                cancellationToken
            )
            is false
        )
            return false;
        if (kind != FlagToSupportContact.Kind)
            await messages.SupersedeOlder(kind, to, flag.Id, cancellationToken);
        return true;
    }
}
