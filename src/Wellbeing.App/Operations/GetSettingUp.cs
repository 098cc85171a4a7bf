using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Operations;

/// <summary>What is set up, and what is left to do before people can be invited.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetSettingUp(Actor By) : IRequest<SettingUpView>, IActed;

/// <param name="Finished">An administrator said that all of it is done.</param>
/// <param name="Steps">In the order in which they are done.</param>
/// <param name="NursesJoined">Nurses who chose a password or a passkey and set up a second factor.</param>
/// <param name="NursesInvited">Enabled nurses who have not.</param>
/// <param name="FirstGapUtc">When nobody who can act is on call next; null where somebody is for all of
/// <see cref="GetReadiness.Days"/>.</param>
public sealed record SettingUpView(
    bool Finished,
    IReadOnlyList<SetUpItem> Steps,
    int NursesJoined,
    int NursesInvited,
    DateTime? FirstGapUtc
)
{
    /// <summary>How the keys lie in the database.</summary>
    public required KeysAtRest Keys { get; init; }

    public int Left => Steps.Count(s => !s.Done);

    /// <summary>When a backup was made last, by its record; null where there is none.</summary>
    public DateTime? BackupAtUtc { get; init; }

    /// <summary>When this database came back from a backup last, by its record; null where it never did. One that was
    /// tried on another machine leaves none.</summary>
    public DateTime? RestoredAtUtc { get; init; }
}

/// <param name="Mark">Who said that it is right as it is; null where nobody did.</param>
public sealed record SetUpItem(SetUpStep Step, bool Done, SettingUpMark? Mark);

internal sealed class GetSettingUpHandler(
    WellbeingDb db,
    NumberEditions numbers,
    ISender sender,
    TeamZone team,
    TimeProvider clock
) : IRequestHandler<GetSettingUp, SettingUpView>
{
    public async Task<SettingUpView> Handle(GetSettingUp request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var marks = await db.SettingUpMarks.AsNoTracking().ToDictionaryAsync(m => m.Step, cancellationToken);

        var nurses = await db.EnabledIn(Roles.Nurse).CountAsync(cancellationToken);
        var joined = await db.EnabledIn(Roles.Nurse).Joined(db).WithSecondFactor(db).CountAsync(cancellationToken);
        // As Readiness tells gaps: whoever cannot act is not on call.
        var gap = (await sender.Send(new GetReadiness(request.By), cancellationToken))
            .Problems.OfType<ReadinessProblem.RotaGap>()
            .FirstOrDefault();
        var nobody = gap is not null && gap.FromUtc <= now && gap.ToUtc >= now.AddDays(GetReadiness.Days);

        var done = new HashSet<SetUpStep>(marks.Keys);
        async Task Holds(SetUpStep step, Task<bool> holds)
        {
            if (await holds)
                done.Add(step);
        }

        var today = TimeZones.LocalDate(now, team.Id);
        var inAYear = today.AddYears(1);
        await Holds(SetUpStep.WhoWeAre, db.Brandings.AnyAsync(cancellationToken));
        if ((await numbers.Verified(cancellationToken)).StillHolds)
            done.Add(SetUpStep.Numbers);
        await Holds(
            SetUpStep.Holidays,
            db.Holidays.AnyAsync(h => h.Date >= today && h.Date < inAYear, cancellationToken)
        );
        if (joined > 0)
            done.Add(SetUpStep.Nurses);
        if (joined > 0 && !nobody)
            done.Add(SetUpStep.OnCall);
        await Holds(SetUpStep.WhoIsTold, db.EscalationPolicies.AnyAsync(p => p.Number > 1, cancellationToken));
        await Holds(SetUpStep.Thresholds, db.ThresholdSettings.AnyAsync(g => g.Version > 1, cancellationToken));
        await Holds(SetUpStep.Languages, db.LanguageReviews.AnyAsync(cancellationToken));
        await Holds(SetUpStep.FirstPeople, db.Invitations.AnyAsync(cancellationToken));
        await Holds(SetUpStep.FirstPeople, db.Participants.AnyAsync(cancellationToken));

        var backup = await Last(AuditActions.BackupMade);
        var restored = await Last(AuditActions.WorkHeld);
        if (backup is not null && restored is not null)
            done.Add(SetUpStep.Safekeeping);

        return new SettingUpView(
            marks.ContainsKey(SetUpStep.Whole),
            [
                .. Enum.GetValues<SetUpStep>()
                    .Where(s => s != SetUpStep.Whole)
                    .Select(s => new SetUpItem(s, done.Contains(s), marks.GetValueOrDefault(s))),
            ],
            joined,
            nurses - joined,
            gap?.FromUtc
        )
        {
            Keys = await KeysAtRest.Of(db, cancellationToken),
            BackupAtUtc = backup,
            RestoredAtUtc = restored,
        };

        Task<DateTime?> Last(string action) =>
            db.AuditRecords.Where(a => a.Action == action).MaxAsync(a => (DateTime?)a.AtUtc, cancellationToken);
    }
}
