using MediatR;
using Microsoft.AspNetCore.Authorization;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Escalation;

/// <summary>Who is told after how long, for each severity, and every version before.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender, TeamTime time) : PolicyPage(sender, time)
{
    public IReadOnlyList<PolicyView> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadWords(cancellationToken);
        var all = new List<PolicyView>();
        foreach (var history in await Sender.Send(new GetPolicies(Me), cancellationToken))
            all.Add(new PolicyView(history, await Preview(history.Severity, history.InForce.Plan, cancellationToken)));
        All = all;
    }

    /// <summary>What a version changed against the one before it.</summary>
    public IReadOnlyList<PlanChange> ChangesOf(PolicyHistory history, EscalationPolicy version) =>
        history.Versions.FirstOrDefault(v => v.Number == version.Number - 1) is { } before
            ? Words.Changes(before.Plan, version.Plan)
            : [];
}

public sealed record PolicyView(PolicyHistory History, IReadOnlyList<(string Title, PolicyPreview Preview)> Preview);
