using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Admin.Support;

/// <summary>What nurses read beside a flag, by severity, and the services they refer to.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender), IShownAgain
{
    /// <summary>The severity or service that is being changed, by name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Change { get; set; }

    [BindProperty]
    public int BasedOn { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public SupportForNurses Support { get; private set; } = null!;

    public TalkGuideView? Guide =>
        Enum.TryParse<Severity>(Change, out var severity)
            ? Support.Guides.FirstOrDefault(g => g.Severity == severity)
            : null;

    public ReferralView? Referral =>
        Enum.TryParse<ReferralKind>(Change, out var kind)
            ? Support.Referrals.FirstOrDefault(r => r.Kind == kind)
            : null;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Support = await Sender.Send(new GetSupport(Me), cancellationToken);
        BasedOn = Guide?.Version ?? Referral?.Version ?? 0;
        (Text, Name, Address, Phone, Email) = (
            Guide?.Text,
            Referral?.Name,
            Referral?.Address,
            Referral?.Phone,
            Referral?.Email
        );
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Support = await Sender.Send(new GetSupport(Me), cancellationToken);
        IRequest<ChangeSupportResult>? request =
            Guide is { } guide ? new ChangeTalkGuide(Me, guide.Severity, Text ?? "", BasedOn)
            : Referral is { } referral
                ? new ChangeReferralOption(Me, referral.Kind, Name ?? "", Address, Phone, Email, BasedOn)
            : null;
        if (request is null)
            return NotFound();
        if (await Sender.Send(request, cancellationToken) is not ChangeSupportResult.ChangedBy by)
        {
            Say("done", "It is saved", "Nurses read it on the page of every flag from now on.");
            return RedirectToPage(new { change = (string?)null });
        }

        ModelState.Remove(nameof(BasedOn)); // Sent again it replaces theirs, which was shown.
        BasedOn = Guide?.Version ?? Referral?.Version ?? 0;
        ModelState.AddModelError(
            Guide is null ? nameof(Name) : nameof(Text),
            $"{by.Name} changed this meanwhile: theirs stands above. Save again to put yours in its place."
        );

        return Page();
    }
}
