using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Engine;
using Wellbeing.App.Operations;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin;

/// <summary>
/// The administrators' home: the steps of setting up until somebody says that they are done, then what needs attention;
/// and a card for each of their pages.
/// </summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    /// <summary>Words of a setting that is looked for.</summary>
    [FromQuery]
    public string? Find { get; set; }

    public SettingUpView SettingUp { get; private set; } = null!;

    /// <summary>While setting up only what stands still or is held: the steps say what is missing.</summary>
    public IReadOnlyList<AttentionLine> Attention { get; private set; } = [];

    public IReadOnlyList<(string Group, IReadOnlyList<AdminCard> Cards)> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        SettingUp = await Sender.Send(new GetSettingUp(Me), cancellationToken);
        Attention =
        [
            .. (await Sender.Send(new GetAttention(Me), cancellationToken))
                .Where(a => SettingUp.Finished || a is Attention.StandsStill)
                .Select(Line),
        ];
        Found = AdminPages.Find(Find);
    }

    public async Task<IActionResult> OnPostAsync(SetUpStep step, CancellationToken cancellationToken)
    {
        if (!MarkSetUp.MayBeMarked(step))
            return BadRequest();
        await Sender.Send(new MarkSetUp(Me, step), cancellationToken);
        SettingUp = await Sender.Send(new GetSettingUp(Me), cancellationToken);
        if (step == SetUpStep.Whole)
            Say("done", "Setting up is finished", "From now on what needs attention stands here first.");
        else
            Say("done", $"{Line(step).Title}: done");
        return RedirectToPage();
    }

    public SetUpLine Line(SetUpStep step) =>
        SetUpWords.Of(step, SettingUp, at => at <= time.NowUtc ? "now" : $"from {time.Moment(at)}", time.LongDate);

    private AttentionLine Line(Attention attention) =>
        attention switch
        {
            Attention.StandsStill a => new(a.Says, "/Admin/Operations", "Operations"),
            Attention.NoNurse a => new(
                a.Nurses
                    ? "No nurse can be told of a flag now: none who is enabled can sign in and has an address that takes mail."
                    : "No nurse can be told of a flag now: no enabled account is a support nurse.",
                "/Admin/Staff",
                "Staff"
            ),
            Attention.NobodyOnCall a => new(
                $"Nobody is on call now, until {time.Moment(a.UntilUtc)}.",
                "/Admin/Rota",
                "Rota"
            ),
            Attention.OpenAgain a => new(
                $"{StaffWords.Count(a.Flags, "flag that a nurse had is", "flags that nurses had are")} open again, and nobody has {(a.Flags == 1 ? "it" : "them")} now.",
                Navigation.Reports,
                "Reports"
            ),
            Attention.PastThePromise a => new(
                $"{StaffWords.Count(a.Flags, "open flag is", "open flags are")} past the time that was promised.",
                Navigation.Reports,
                "Reports"
            ),
            Attention.Unread a => new(
                $"{StaffWords.Count(a.CheckIns, "check-in has", "check-ins have")} waited longer to be read than people were told.",
                Navigation.Reports,
                "Reports"
            ),
            Attention.NotReady a => new(
                $"{StaffWords.Count(a.Things, "thing", "things")} to mend before the next flag.",
                "/Admin/Readiness",
                "Readiness"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>What needs somebody now, and where.</summary>
public sealed record AttentionLine(string Text, string Href, string Link);
