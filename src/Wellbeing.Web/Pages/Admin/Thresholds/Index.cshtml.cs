using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Reports;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>When the team is told: the settings in force and every version before. Nurses may read what raises their
/// flags.</summary>
[Authorize(Policy = Policies.Staff)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public ThresholdSettings InForce { get; private set; } = null!;

    /// <summary>Newest first, each with what it changed.</summary>
    public IReadOnlyList<(ThresholdSettings Version, IReadOnlyList<Difference> Changes)> History { get; private set; } =
    [];

    /// <summary>A version to show, wherever in the history it stands.</summary>
    [FromQuery]
    public int? Version { get; set; }

    public ListPart<(ThresholdSettings Version, IReadOnlyList<Difference> Changes)> Part =>
        Version is { } wanted && !Request.Query.ContainsKey("p")
            ? ListPart.With(History, line => line.Version.Version == wanted)
            : ListPart.Of(History, PageNumber);

    /// <summary>What administrators work on, each with what it would change.</summary>
    public IReadOnlyList<(ThresholdDraft Draft, IReadOnlyList<Difference> Changes)> Drafts { get; private set; } = [];

    /// <summary>What there is to choose from, and what the settings in force are called.</summary>
    public ProfileChoice Profiles { get; private set; } = null!;

    public bool MayEdit => Me.Is(Roles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var thresholds = await Sender.Send(new GetThresholds(Me), cancellationToken);
        InForce = thresholds.InForce;
        Profiles = await Sender.Send(new GetProfiles(Me), cancellationToken);
        History =
        [
            .. thresholds.History.Select(
                (version, i) =>
                    (
                        version,
                        i + 1 < thresholds.History.Count
                            ? Difference.Between(
                                ThresholdValues.Of(thresholds.History[i + 1]),
                                ThresholdValues.Of(version)
                            )
                            : []
                    )
            ),
        ];
        if (!MayEdit)
            return;
        Drafts =
        [
            .. (await Sender.Send(new ListThresholdDrafts(Me), cancellationToken)).Select(draft =>
                (draft, Difference.Between(ThresholdValues.Of(InForce), ThresholdValues.Of(draft)))
            ),
        ];
    }

    /// <summary>A profile as a draft, with what it would have changed.</summary>
    public async Task<IActionResult> OnPostProfileAsync(Profile profile, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        if (!ModelState.IsValid || !Enum.IsDefined(profile))
            return BadRequest();
        switch (await Sender.Send(new DraftProfile(Me, profile), cancellationToken))
        {
            case DraftProfileResult.Drafted drafted:
                return Redirect(
                    FormattableString.Invariant(
                        $"/Admin/Thresholds/Drafts/{drafted.DraftId:D}?days={CompareThresholds.UsualDays}"
                    )
                );
            default:
                Say("info", $"{ProfileWords.Name(profile)} is in force already");
                return Redirect("/Admin/Thresholds");
        }
    }
}
