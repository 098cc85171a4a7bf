using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Escalation;

/// <summary>What of a flag decides who is told.</summary>
/// <param name="AssignedTo">The nurse it was given to.</param>
public sealed record ToldAbout(Guid ParticipantId, Severity Severity, Guid? AssignedTo);

/// <summary>Which people and addresses an entry of a step means at a moment.</summary>
public sealed class Recipients(WellbeingDb db, RotaReader rota)
{
    /// <summary>Of one flag.</summary>
    public async Task<IReadOnlyList<Recipient>> Of(
        EscalationTarget tell,
        ToldAbout flag,
        DateTime atUtc,
        CancellationToken cancellationToken
    ) =>
        tell.Kind switch
        {
            TargetKind.SupportContacts =>
            [
                .. (
                    await db
                        .SupportContacts.AsNoTracking()
                        .Confirmed()
                        .Where(c => c.ParticipantId == flag.ParticipantId)
                        .OrderBy(c => c.Order)
                        .ToListAsync(cancellationToken)
                )
                    .Where(c => c.MayBeTold(flag.Severity))
                    .Select(c => new Recipient(c.Email, c.Name, c.Language, SupportContactId: c.Id)),
            ],
            TargetKind.AssignedNurse => flag.AssignedTo is { } nurse
                ? await db.StaffOf([nurse], cancellationToken)
                : [],
            _ => await OfTeam(tell, atUtc, cancellationToken),
        };

    /// <summary>Whoever is told of any flag alike: nobody for the support contacts and the assigned nurse, who differ
    /// by flag.</summary>
    public async Task<IReadOnlyList<Recipient>> OfTeam(
        EscalationTarget tell,
        DateTime atUtc,
        CancellationToken cancellationToken
    )
    {
        switch (tell.Kind)
        {
            case TargetKind.SupportContacts or TargetKind.AssignedNurse:
                return [];
            case TargetKind.NurseOnCall:
                return await db.StaffOf(await rota.OnCall(atUtc, cancellationToken), cancellationToken);
            case TargetKind.SecondNurse:
                return await rota.Second(atUtc, cancellationToken) is { } second
                    ? await db.StaffOf([second], cancellationToken)
                    : [];
            case TargetKind.WholeTeam:
                return await InRole(Roles.Nurse, cancellationToken);
            case TargetKind.Administrators:
                return await InRole(Roles.Administrator, cancellationToken);
            case TargetKind.NamedUser:
                return tell.Target is { } named ? await db.StaffOf([named], cancellationToken) : [];
            case TargetKind.TeamMailbox:
                return
                [
                    .. (
                        await db
                            .TeamMailboxes.AsNoTracking()
                            .Where(m => tell.Target == null || m.Id == tell.Target)
                            .OrderBy(m => m.Address)
                            .ToListAsync(cancellationToken)
                    ).Select(m => new Recipient(m.Address, "", "en")),
                ];
            case TargetKind.Webhook:
                return
                [
                    .. (
                        await db
                            .Webhooks.AsNoTracking()
                            .Where(w => w.Id == tell.Target && w.Enabled)
                            .ToListAsync(cancellationToken)
                    ).Select(w => new Recipient(new Uri(w.Url).Host, w.Name, "en", WebhookId: w.Id)),
                ];
            default:
                throw new ArgumentOutOfRangeException(nameof(tell));
        }
    }

    /// <summary>Everybody who has the role and can be told; whoever never joined only where there is nobody
    /// else.</summary>
    public Task<IReadOnlyList<Recipient>> InRole(Roles role, CancellationToken cancellationToken) =>
        db.StaffInRole(role, cancellationToken);
}
