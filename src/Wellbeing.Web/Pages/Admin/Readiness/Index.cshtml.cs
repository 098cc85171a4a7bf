using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.Notices;
using Wellbeing.App.Features.Readiness;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.Setup;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Admin.Readiness;

/// <summary>Whether the next flag would reach somebody, and where to mend what keeps it from that.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    public ReadinessView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => View = await Sender.Send(new GetReadiness(Me), cancellationToken);

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new TryAddressAgain(Me, AddressOwner.Staff, id), cancellationToken))
            Say("done", "They are told by mail again", "Should the mail server refuse the address once more, it shows here.");
        else
            Say("info", "The address was cleared already");
        return RedirectToPage();
    }

    public ProblemLine Line(ReadinessProblem problem) => problem switch
    {
        ReadinessProblem.PolicyReachesNobody p => new(
            $"{Of(p.Severity)} flags reach nobody of the team", "No step of the policy has anybody to tell.", $"/Admin/Policies/{p.Severity}", "Change the policy", Grave: true),
        ReadinessProblem.OnlyMachinesTold p => new(
            $"{Of(p.Severity)} flags tell no person by mail, only other systems",
            "Should such a system take the call and tell nobody, nobody here would know. Let one step tell a nurse, the team or a mailbox too.",
            $"/Admin/Policies/{p.Severity}", "Change the policy", Grave: true),
        ReadinessProblem.BouncesUnread p => new(
            "Mails that come back are not read", $"Since {time.Moment(p.SinceUtc)}, so that nobody learns which mails did not arrive. {p.Problem}", "/Admin/Mail#back", "See what to mend"),
        ReadinessProblem.NoNurses => new("There is no nurse", "No enabled account is a support nurse: nobody can answer a flag.", "/Admin/Staff", "Invite a nurse", Grave: true),
        ReadinessProblem.NoAdministrators => new(
            "No administrator can be told", "No enabled administrator has an address, so that alarms reach nobody.", "/Admin/Staff", "Look at the accounts", Grave: true),
        ReadinessProblem.StepReachesNobody p => new(
            $"Step {p.Step} for {Of(p.Severity).ToLowerInvariant()} flags reaches nobody",
            "The next step is taken at once instead.", $"/Admin/Policies/{p.Severity}", "Change the policy"),
        ReadinessProblem.WebhookOff p => new(
            p.Name.Length == 0 ? $"Step {p.Step} for {Of(p.Severity).ToLowerInvariant()} flags tells a webhook that is not there" : $"The webhook {p.Name} is switched off",
            $"Step {p.Step} for {Of(p.Severity).ToLowerInvariant()} flags does not tell it.",
            p.Name.Length == 0 ? $"/Admin/Policies/{p.Severity}" : "/Admin/Webhooks", p.Name.Length == 0 ? "Change the policy" : "Switch it on"),
        ReadinessProblem.RotaGap p => new(
            $"Nobody is on call {(p.FromUtc <= time.NowUtc ? "now" : $"from {time.Moment(p.FromUtc)}")}",
            $"Until {time.Moment(p.ToUtc)}. Steps that tell the nurse on call tell nobody then.",
            $"/Admin/Rota?from={DateOnly.FromDateTime(time.Local(p.FromUtc)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", "Fill the gap", Grave: p.FromUtc <= time.NowUtc),
        ReadinessProblem.NotANurse p => new(
            $"{p.Name} is on the rota, but is no nurse any more", $"From {time.Moment(p.FromUtc)}. It counts as a gap.",
            $"/Admin/Rota?from={DateOnly.FromDateTime(time.Local(p.FromUtc)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", "Plan somebody else"),
        ReadinessProblem.NoAddress p => new($"{p.Name} has no mail address", "They cannot be told of a flag.", "/Admin/Staff", "Look at the accounts"),
        ReadinessProblem.AddressRefused p => new(
            $"Mail to {p.Name} is refused", $"Since {time.Moment(p.AtUtc)}. They are not told until it works again.", "#refused", "See what the mail server said"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Of(Severity severity) => severity.ToString();
}

/// <summary>One problem, and the page that mends it.</summary>
public sealed record ProblemLine(string Title, string Text, string Href, string Link, bool Grave = false);
