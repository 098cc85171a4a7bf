using MediatR;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;
using Wellbeing.App.Features.Team;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Policies;

/// <summary>Who would be told when, if a flag were raised and nobody answered: the first round.</summary>
/// <param name="RaisedAtUtc">Now, unless said otherwise.</param>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record PreviewPolicy(Actor By, EscalationPlan Plan, DateTime? RaisedAtUtc = null) : IRequest<PolicyPreview>, IActed;

/// <param name="RepeatsAtUtc">When the second round begins.</param>
public sealed record PolicyPreview(DateTime RaisedAtUtc, IReadOnlyList<PreviewedStep> Steps, DateTime RepeatsAtUtc);

/// <param name="Names">People and mailboxes, as the rota and the accounts stand.</param>
/// <param name="Others">Told besides, who differ from flag to flag.</param>
public sealed record PreviewedStep(DateTime AtUtc, IReadOnlyList<string> Names, IReadOnlyList<TellKind> Others);

internal sealed class PreviewPolicyHandler(Recipients recipients, TeamHours hours, TimeProvider clock) : IRequestHandler<PreviewPolicy, PolicyPreview>
{
    public async Task<PolicyPreview> Handle(PreviewPolicy request, CancellationToken cancellationToken)
    {
        var working = await hours.Get(cancellationToken);
        var raised = request.RaisedAtUtc ?? clock.GetUtcNow().UtcDateTime;
        var at = raised;
        var steps = new List<PreviewedStep>();
        for (var i = 0; i < request.Plan.Steps.Count; i++)
        {
            var step = request.Plan.Steps[i];
            if (i > 0)
            {
                var gap = step.After - request.Plan.Steps[i - 1].After;
                // A step that reached nobody of the team costs no time.
                if (steps[^1].Names.Count > 0 || steps[^1].Others.Contains(TellKind.AssignedNurse)) at = After(gap);
            }

            var names = new List<string>();
            foreach (var tell in step.Tell)
            {
                foreach (var recipient in await recipients.OfTeam(tell, at, cancellationToken))
                    names.Add(recipient.Shown);
            }

            steps.Add(new PreviewedStep(at, [.. names.Distinct()], [.. step.Tell.Select(t => t.Kind)
                .Where(k => k is TellKind.SupportContacts or TellKind.AssignedNurse).Distinct()]));
        }

        return new PolicyPreview(raised, steps, After(request.Plan.RepeatEvery));

        DateTime After(TimeSpan gap) => request.Plan.Clock == EscalationClock.WorkingHours ? working.Add(at, gap) : at + gap;
    }
}
