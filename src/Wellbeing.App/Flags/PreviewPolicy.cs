using MediatR;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>Who would be told when, if a flag were raised and nobody answered: the first round.</summary>
/// <param name="RaisedAtUtc">Now, unless said otherwise.</param>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record PreviewPolicy(Actor By, Severity Severity, EscalationPlan Plan, DateTime? RaisedAtUtc = null)
    : IRequest<PolicyPreview>,
        IActed;

/// <param name="RespondByUtc">By when the person is promised an answer: no step is later.</param>
/// <param name="RepeatsAtUtc">When the second round begins.</param>
public sealed record PolicyPreview(
    DateTime RaisedAtUtc,
    DateTime RespondByUtc,
    IReadOnlyList<PreviewedStep> Steps,
    DateTime RepeatsAtUtc
);

/// <param name="Names">People and mailboxes, as the rota and the accounts stand.</param>
/// <param name="Others">Told besides, who differ from flag to flag.</param>
public sealed record PreviewedStep(DateTime AtUtc, IReadOnlyList<string> Names, IReadOnlyList<TargetKind> Others);

internal sealed class PreviewPolicyHandler(
    Recipients recipients,
    TeamHours hours,
    Duty duty,
    ThresholdsInForce thresholds,
    TimeProvider clock
) : IRequestHandler<PreviewPolicy, PolicyPreview>
{
    public async Task<PolicyPreview> Handle(PreviewPolicy request, CancellationToken cancellationToken)
    {
        var working = await hours.Get(cancellationToken);
        var raised = request.RaisedAtUtc ?? clock.GetUtcNow().UtcDateTime;
        var respondBy = await duty.RespondBy(
            (await thresholds.Settings(cancellationToken)).Respond,
            request.Severity,
            raised,
            cancellationToken
        );
        // The flag's own arithmetic, so that what is shown here is what happens.
        var flag = Flag.Raise(Guid.Empty, request.Severity, request.Plan, respondBy, previousFlagId: null, raised);
        var steps = new List<PreviewedStep>();
        foreach (var step in request.Plan.Steps)
        {
            var at = flag.NextActionAtUtc!.Value;
            var names = new List<string>();
            var (team, colleagues) = (0, 0);
            foreach (var tell in step.Tell)
            {
                foreach (var recipient in await recipients.OfTeam(tell, at, cancellationToken))
                {
                    names.Add(recipient.Shown);
                    team++;
                    if (recipient.AccountId is not null)
                        colleagues++;
                }
            }

            steps.Add(
                new PreviewedStep(
                    at,
                    [.. names.Distinct()],
                    [
                        .. step
                            .Tell.Select(t => t.Kind)
                            .Where(k => k is TargetKind.SupportContacts or TargetKind.AssignedNurse)
                            .Distinct(),
                    ]
                )
            );
            flag.TakeStep(working, at);
            if (Ladder.IsPassedOver(step, team, colleagues))
                flag.AdvanceNextStep(at);
        }

        return new PolicyPreview(raised, respondBy, steps, flag.NextActionAtUtc!.Value);
    }
}
