using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;
using Wellbeing.App.Features.Rota;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.SettingUp;

/// <summary>What is set up, and what is left to do before people can be invited.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetSettingUp(Actor By) : IRequest<SettingUpView>, IActed
{
    /// <summary>Days ahead in which somebody must be on call, and within which gaps are named.</summary>
    public const int RotaDays = 14;
}

/// <param name="Finished">An administrator said that all of it is done.</param>
/// <param name="Steps">In the order in which they are done.</param>
/// <param name="NursesJoined">Nurses who chose a password or a passkey and set up a second factor.</param>
/// <param name="NursesInvited">Enabled nurses who have not.</param>
/// <param name="FirstGapUtc">When nobody is on call next; null where somebody is for all of <see cref="GetSettingUp.RotaDays"/>.</param>
public sealed record SettingUpView(
    bool Finished, IReadOnlyList<SetUpItem> Steps, int NursesJoined, int NursesInvited, DateTime? FirstGapUtc)
{
    public int Left => Steps.Count(s => !s.Done);
}

/// <param name="Mark">Who said that it is right as it is; null where nobody did.</param>
public sealed record SetUpItem(SetUpStep Step, bool Done, SettingUpMark? Mark);

internal sealed class GetSettingUpHandler(WellbeingDb db, RotaReader rota, TimeProvider clock) : IRequestHandler<GetSettingUp, SettingUpView>
{
    public async Task<SettingUpView> Handle(GetSettingUp request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var marks = await db.SettingUpMarks.AsNoTracking().ToDictionaryAsync(m => m.Step, cancellationToken);

        var nurses = await db.EnabledIn(Roles.Nurse)
            .Select(a => (a.PasswordHash != null && a.TwoFactorEnabled) || db.UserPasskeys.Any(p => p.UserId == a.Id)).ToListAsync(cancellationToken);
        var joined = nurses.Count(hasJoined => hasJoined);
        var stretches = await rota.Between(now, now.AddDays(GetSettingUp.RotaDays), cancellationToken);

        var done = new HashSet<SetUpStep>(marks.Keys);
        async Task Holds(SetUpStep step, Task<bool> holds)
        {
            if (await holds) done.Add(step);
        }

        var today = DateOnly.FromDateTime(now);
        var inAYear = today.AddYears(1);
        await Holds(SetUpStep.WhoWeAre, db.Brandings.AnyAsync(cancellationToken));
        await Holds(SetUpStep.Numbers, db.SupportNumbers.AnyAsync(cancellationToken));
        await Holds(SetUpStep.Holidays, db.Holidays.AnyAsync(h => h.Date >= today && h.Date < inAYear, cancellationToken));
        if (joined > 0) done.Add(SetUpStep.Nurses);
        if (stretches.Any(s => s.OnCall.Count > 0)) done.Add(SetUpStep.OnCall);
        await Holds(SetUpStep.WhoIsTold, db.EscalationPolicies.AnyAsync(p => p.Number > 1, cancellationToken));
        await Holds(SetUpStep.Thresholds, db.GuidanceSettings.AnyAsync(g => g.Version > 1, cancellationToken));
        await Holds(SetUpStep.Languages, db.LanguageReviews.AnyAsync(cancellationToken));
        await Holds(SetUpStep.FirstPeople, db.Invitations.AnyAsync(cancellationToken));
        await Holds(SetUpStep.FirstPeople, db.Participants.AnyAsync(cancellationToken));

        return new SettingUpView(
            marks.ContainsKey(SetUpStep.Whole),
            [.. Enum.GetValues<SetUpStep>().Where(s => s != SetUpStep.Whole).Select(s => new SetUpItem(s, done.Contains(s), marks.GetValueOrDefault(s)))],
            joined, nurses.Count - joined, stretches.FirstOrDefault(s => s.OnCall.Count == 0)?.FromUtc);
    }
}
