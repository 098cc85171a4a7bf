using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>Thresholds that count for one person, each with a reason and an end.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class ThresholdsModel(ISender sender) : StaffPage(sender), IShownAgain
{
    [BindProperty]
    public ThresholdForm Own { get; set; } = new();

    [FromRoute]
    public Guid Id { get; set; }

    public OwnThresholds List { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => Draw(id, cancellationToken);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<OwnThreshold>(Own.Threshold, out var threshold))
            ModelState.AddModelError("Own.Threshold", "Choose a threshold.");
        if (!double.TryParse(Own.Value, CultureInfo.InvariantCulture, out var value))
            ModelState.AddModelError("Own.Value", "Enter a number, such as 6.");
        if (!DateOnly.TryParse(Own.Until, CultureInfo.InvariantCulture, out var until))
            ModelState.AddModelError("Own.Until", "Enter the day on which it ends.");
        if (!ModelState.IsValid)
            return await Draw(id, cancellationToken);
        if (
            !await Sender.Send(
                new SetOwnThreshold(Me, id, Own.RequestId, threshold, value, until, Own.Reason ?? ""),
                cancellationToken
            )
        )
            return NotFound();
        Say("done", "It counts from now on", "It ends by itself on the day you chose.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, Guid own, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new EndOwnThreshold(Me, id, own), cancellationToken))
            return NotFound();
        Say("done", "It has ended", "The threshold for everybody counts again.");
        return RedirectToPage(new { id });
    }

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken) => Draw(Id, cancellationToken);

    public string FieldOf(string property, string? handler) => ModelStateExtensions.FieldOf(property, nameof(Own));

    private async Task<IActionResult> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new ListOwnThresholds(Me, id), cancellationToken) is not { } list)
            return NotFound();
        (Id, List) = (id, list);
        return Page();
    }

    public sealed class ThresholdForm
    {
        /// <summary>Made when the form was drawn: sent twice, it is set once.</summary>
        public Guid RequestId { get; set; } = Guid.CreateVersion7();
        public string? Threshold { get; set; }
        public string? Value { get; set; }
        public string? Until { get; set; }
        public string? Reason { get; set; }
    }
}
