using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Operations;

/// <summary>Whether the next flag would reach somebody: gaps of the rota in the next <see cref="Days"/> days,
/// addresses, policies.</summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record GetReadiness(Actor By) : IRequest<ReadinessView>, IActed
{
    public const int Days = 14;
}

/// <param name="Problems">Gravest first; none when everything is ready.</param>
/// <param name="Refused">Staff who are not told by mail until somebody says that their address works again.</param>
public sealed record ReadinessView(
    IReadOnlyList<ReadinessProblem> Problems,
    IReadOnlyList<RefusedStaffAddress> Refused,
    DateTime AtUtc
);

/// <param name="Reply">The mail server's words.</param>
public sealed record RefusedStaffAddress(Guid AccountId, string Name, string Address, DateTime AtUtc, string Reply);

/// <summary>One thing to mend. Each kind carries only what it needs.</summary>
public abstract record ReadinessProblem
{
    /// <summary>No step of the policy reaches anybody of the team.</summary>
    public sealed record PolicyReachesNobody(Severity Severity) : ReadinessProblem;

    /// <summary>One step reaches nobody of the team, so that the next is taken at once.</summary>
    public sealed record StepReachesNobody(Severity Severity, int Step) : ReadinessProblem;

    /// <summary>A step tells another system that is switched off, or was never there.</summary>
    /// <param name="Name">Empty for one that is not there.</param>
    public sealed record WebhookOff(Severity Severity, int Step, string Name) : ReadinessProblem;

    /// <summary>
    /// The ladder tells other systems alone. Each of its steps reaches something, so that none is skipped; but a system
    /// that took a call is no person who knows, and nobody here would learn that it fails.
    /// </summary>
    public sealed record OnlyMachinesTold(Severity Severity) : ReadinessProblem;

    /// <summary>The mailbox of mails that come back has been unreadable for more than
    /// <see cref="BounceReading.Patience"/>.</summary>
    public sealed record BouncesUnread(DateTime SinceUtc, string Problem) : ReadinessProblem;

    /// <summary>Answers to our mail that no program understood wait for somebody to decide.</summary>
    public sealed record UnknownMails(int Count) : ReadinessProblem;

    /// <summary>A mail server refuses what we send for our sake, and has taken nothing since.</summary>
    /// <param name="Reply">Its words.</param>
    public sealed record MailRefused(DateTime SinceUtc, string Reply) : ReadinessProblem;

    /// <summary>A way out takes nothing: no mail leaves, or a webhook does not answer.</summary>
    public sealed record NothingLeaves(WayOut Way) : ReadinessProblem;

    public sealed record NoNurses : ReadinessProblem;

    /// <summary>There are nurses, but none who can sign in and whose address takes mail.</summary>
    public sealed record NoNurseJoined : ReadinessProblem;

    /// <summary>No enabled administrator can sign in and takes mail.</summary>
    public sealed record NoAdministrators : ReadinessProblem;

    /// <summary>An invitation to work here was not taken by a mail server, or came back.</summary>
    public sealed record InvitationRefused(string Name, DateTime AtUtc, string Reply) : ReadinessProblem;

    /// <summary>Somebody on the rota was invited and has not joined: it counts as a gap.</summary>
    public sealed record NotJoined(string Name, DateTime FromUtc) : ReadinessProblem;

    /// <summary>Nobody is on call who can sign in and whose address takes mail.</summary>
    public sealed record RotaGap(DateTime FromUtc, DateTime ToUtc) : ReadinessProblem;

    /// <summary>Somebody on the rota is no longer a nurse, or their account is disabled: it counts as a gap.</summary>
    public sealed record NotANurse(string Name, DateTime FromUtc, bool Disabled = false) : ReadinessProblem;

    public sealed record NoAddress(string Name) : ReadinessProblem;

    /// <summary>A mail server said that the address takes no mail.</summary>
    public sealed record AddressRefused(string Name, DateTime AtUtc) : ReadinessProblem;
}

internal sealed class GetReadinessHandler(
    WellbeingDb db,
    RotaReader rota,
    Recipients recipients,
    ISender sender,
    TimeProvider clock
) : IRequestHandler<GetReadiness, ReadinessView>
{
    public async Task<ReadinessView> Handle(GetReadiness request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var until = now.AddDays(GetReadiness.Days);
        var problems = new List<ReadinessProblem>();
        var ofPolicies = new List<ReadinessProblem>();
        // A step that tells nobody since nobody is on call, or since no nurse has joined, is told by that cause, which
        // mends it.
        var (unmanned, withoutNurses) = (new HashSet<ReadinessProblem>(), new HashSet<ReadinessProblem>());
        var withoutSecond = new HashSet<ReadinessProblem>(); // Told by whoever is next on the rota and has not joined.

        var policies = await db.EscalationPolicies.AsNoTracking().ToListAsync(cancellationToken);
        foreach (
            var policy in policies
                .GroupBy(p => p.Severity)
                .OrderByDescending(g => g.Key)
                .Select(g => g.MaxBy(p => p.Number)!)
        )
        {
            var empty = new List<int>();
            var people = 0;
            var off = new List<ReadinessProblem.WebhookOff>();
            for (var i = 0; i < policy.Plan.Steps.Count; i++)
            {
                var reached = 0;
                foreach (var tell in policy.Plan.Steps[i].Tell)
                {
                    var told = (await recipients.OfTeam(tell, now, cancellationToken)).Count;
                    reached += told;
                    if (tell.Kind != TargetKind.Webhook)
                        people += told;
                    if (tell.Kind == TargetKind.Webhook && told == 0)
                        off.Add(
                            new(
                                policy.Severity,
                                i + 1,
                                await db
                                    .Webhooks.Where(w => w.Id == tell.Target)
                                    .Select(w => w.Name)
                                    .SingleOrDefaultAsync(cancellationToken)
                                    ?? ""
                            )
                        );
                }

                if (reached == 0)
                    empty.Add(i);
            }

            if (empty.Count == policy.Plan.Steps.Count)
                ofPolicies.Add(new ReadinessProblem.PolicyReachesNobody(policy.Severity));
            else
                ofPolicies.AddRange(
                    empty.Select(step => new ReadinessProblem.StepReachesNobody(policy.Severity, step + 1))
                );
            foreach (
                var step in empty.Where(step =>
                    policy.Plan.Steps[step].Tell.Any(t => t.Kind is TargetKind.NurseOnCall or TargetKind.SecondNurse)
                )
            )
                unmanned.Add(new ReadinessProblem.StepReachesNobody(policy.Severity, step + 1));
            foreach (
                var step in empty.Where(step => policy.Plan.Steps[step].Tell.Any(t => t.Kind == TargetKind.SecondNurse))
            )
                withoutSecond.Add(new ReadinessProblem.StepReachesNobody(policy.Severity, step + 1));
            foreach (
                var step in empty.Where(step =>
                    policy
                        .Plan.Steps[step]
                        .Tell.Any(t =>
                            t.Kind is TargetKind.NurseOnCall or TargetKind.SecondNurse or TargetKind.WholeTeam
                        )
                )
            )
                withoutNurses.Add(new ReadinessProblem.StepReachesNobody(policy.Severity, step + 1));
            if (
                policy.Plan.Steps.Any(s =>
                    s.Tell.Any(t => t.Kind is TargetKind.NurseOnCall or TargetKind.SecondNurse or TargetKind.WholeTeam)
                )
            )
                withoutNurses.Add(new ReadinessProblem.PolicyReachesNobody(policy.Severity));
            if (people == 0 && empty.Count < policy.Plan.Steps.Count)
                ofPolicies.Add(new ReadinessProblem.OnlyMachinesTold(policy.Severity));
            ofPolicies.AddRange(off);
        }

        var refusals = await db.ForOurSake(now, cancellationToken);
        if (refusals is not null)
            problems.Add(refusals);
        problems.AddRange(
            (await sender.Send(new GetWaysOut(request.By), cancellationToken))
                .Where(w => w.Fails(now) && (refusals is null || w.Channel != MessageChannel.Mail)) // It says more.
                .Select(w => new ReadinessProblem.NothingLeaves(w))
        );
        var reading = await sender.Send(new GetBounceReading(request.By), cancellationToken);
        if (reading is { MustBeMended: true })
            problems.Add(new ReadinessProblem.BouncesUnread(reading.FailsSinceUtc!.Value, reading.Problem ?? ""));
        if (reading is { Unknown: > 0 and var unknown })
            problems.Add(new ReadinessProblem.UnknownMails(unknown));

        var nurses = await db.EnabledIn(Roles.Nurse).OrderBy(a => a.DisplayName).ToListAsync(cancellationToken);
        if (nurses.Count == 0)
            problems.Add(new ReadinessProblem.NoNurses());
        var reachable = await db.EnabledIn(Roles.Nurse)
            .ThatCanAct(db)
            .Select(a => a.Id)
            .ToHashSetAsync(cancellationToken);
        if (nurses.Count > 0 && reachable.Count == 0)
            problems.Add(new ReadinessProblem.NoNurseJoined());
        if (!await db.EnabledIn(Roles.Administrator).ThatCanAct(db).AnyAsync(cancellationToken))
            problems.Add(new ReadinessProblem.NoAdministrators());

        var administrators = await db.EnabledIn(Roles.Administrator).ToListAsync(cancellationToken);
        var staff = nurses.Concat(administrators).DistinctBy(a => a.Id).ToList();
        var staffIds = staff.ConvertAll(a => a.Id);
        var joined = await db
            .Users.Where(a => staffIds.Contains(a.Id))
            .Joined(db)
            .Select(a => a.Id)
            .ToHashSetAsync(cancellationToken);
        var gaps = Gaps(await rota.Between(now, until, cancellationToken), reachable).ToList();
        problems.AddRange(gaps);
        var waiting = nurses.Where(n => !joined.Contains(n.Id)).Select(n => n.Id).ToList();
        var invited = await db
            .OnCallShifts.AsNoTracking()
            .Where(s => s.StartsAtUtc < until && s.EndsAtUtc > now && waiting.Contains(s.AccountId))
            .ToListAsync(cancellationToken);
        problems.AddRange(
            ofPolicies.Where(p =>
                !(gaps.Exists(g => g.FromUtc <= now) && unmanned.Contains(p))
                && !(reachable.Count == 0 && withoutNurses.Contains(p))
                && !(invited.Count > 0 && withoutSecond.Contains(p))
            )
        );
        var ids = nurses.Select(n => n.Id).ToList();
        var strangers = await db
            .OnCallShifts.AsNoTracking()
            .Where(s => s.StartsAtUtc < until && s.EndsAtUtc > now && !ids.Contains(s.AccountId))
            .Join(
                db.Users,
                s => s.AccountId,
                a => a.Id,
                (s, a) =>
                    new
                    {
                        a.Id,
                        a.DisplayName,
                        a.Enabled,
                        s.StartsAtUtc,
                    }
            )
            .ToListAsync(cancellationToken);
        problems.AddRange(
            strangers
                .GroupBy(s => s.Id)
                .Select(g => new ReadinessProblem.NotANurse(
                    g.First().DisplayName,
                    g.Min(s => s.StartsAtUtc),
                    Disabled: !g.First().Enabled
                ))
        );

        problems.AddRange(
            invited
                .GroupBy(s => s.AccountId)
                .Select(g => new ReadinessProblem.NotJoined(
                    nurses.Single(n => n.Id == g.Key).DisplayName,
                    g.Min(s => s.StartsAtUtc)
                ))
        );

        problems.AddRange(
            nurses
                .Where(n => string.IsNullOrWhiteSpace(n.Email))
                .Select(n => new ReadinessProblem.NoAddress(n.DisplayName))
        );
        var refused = staff
            .Where(a => a.AddressRefusedAtUtc is not null && a.Email is not null)
            .OrderBy(a => a.DisplayName, StringComparer.Ordinal)
            .Select(a => new RefusedStaffAddress(
                a.Id,
                a.DisplayName,
                a.Email!,
                a.AddressRefusedAtUtc!.Value,
                a.AddressRefusal ?? ""
            ))
            .ToList();
        var invitations = await db.RefusedInvitations(
            [.. staff.Where(a => !joined.Contains(a.Id)).Select(a => a.Id)],
            cancellationToken
        );
        problems.AddRange(
            staff
                .Where(a => invitations.ContainsKey(a.Id))
                .OrderBy(a => a.DisplayName, StringComparer.Ordinal)
                .Select(a => new ReadinessProblem.InvitationRefused(
                    a.DisplayName,
                    invitations[a.Id].AtUtc,
                    invitations[a.Id].Reply
                ))
        );
        problems.AddRange(
            refused
                .Where(r => !invitations.ContainsKey(r.AccountId))
                .Select(r => new ReadinessProblem.AddressRefused(r.Name, r.AtUtc))
        );

        return new ReadinessView(problems, refused, now);
    }

    /// <summary>Stretches in which nobody of <paramref name="reachable"/> is on call; whoever else is does not change
    /// that.</summary>
    private static IEnumerable<ReadinessProblem.RotaGap> Gaps(
        IReadOnlyList<RotaStretch> stretches,
        HashSet<Guid> reachable
    )
    {
        ReadinessProblem.RotaGap? open = null;
        foreach (var stretch in stretches.Where(s => !s.OnCall.Any(reachable.Contains)))
        {
            if (open is not null && open.ToUtc == stretch.FromUtc)
            {
                open = open with { ToUtc = stretch.ToUtc };
                continue;
            }

            if (open is not null)
                yield return open;
            open = new ReadinessProblem.RotaGap(stretch.FromUtc, stretch.ToUtc);
        }

        if (open is not null)
            yield return open;
    }
}
