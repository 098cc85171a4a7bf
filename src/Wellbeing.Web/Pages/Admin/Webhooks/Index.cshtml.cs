using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Webhooks;

/// <summary>Other systems that a step of a ladder tells.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender), IShownAgain
{
    /// <summary>Empty for a new one.</summary>
    [BindProperty]
    public Guid? Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    public IReadOnlyList<WebhookView> Mine { get; private set; } = [];

    /// <summary>A signing secret, shown this once.</summary>
    public string? Secret { get; private set; }

    /// <summary>The one in the form, where it is not a new one.</summary>
    public WebhookView? Changing => Mine.FirstOrDefault(w => w.Id == Id);

    public async Task OnGetAsync(Guid? change, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Id = change;
        (Name, Address) = (Changing?.Name, Changing?.Url);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        switch (
            await Sender.Send(
                new SaveWebhook(Me, Id, Name ?? "", Address ?? "", Changing?.Enabled ?? true),
                cancellationToken
            )
        )
        {
            case SaveWebhookResult.Saved { Secret: null }:
                Say("done", $"{Name} is changed", "Send a test to see that it works.");
                return RedirectToPage();
            case SaveWebhookResult.Saved saved:
                Secret = saved.Secret;
                (Name, Address) = (null, null);
                ModelState.Clear();
                break;
            case SaveWebhookResult.NotFound:
                return NotFound();
            default:
                ModelState.AddModelError(nameof(Name), "Choose another name: this one is taken.");
                break;
        }

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> OnPostSwitchAsync(Guid id, bool on, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (Mine.FirstOrDefault(w => w.Id == id) is not { } endpoint)
            return NotFound();
        try
        {
            await Sender.Send(new SaveWebhook(Me, id, endpoint.Name, endpoint.Url, on), cancellationToken);
            Say("done", on ? $"{endpoint.Name} is told again" : $"{endpoint.Name} is not told any more");
        }
        catch (ValidationException refused)
        {
            Say("info", $"{endpoint.Name} was not changed", refused.Errors.First().ErrorMessage);
        }

        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSecretAsync(Guid id, CancellationToken cancellationToken)
    {
        Secret = await Sender.Send(new ChangeWebhookSecret(Me, id), cancellationToken);
        return Secret is null ? NotFound() : await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken cancellationToken)
    {
        if (
            await Sender.Send(new TestWebhook(Me, id), cancellationToken)
            is not TestWebhookResult.Sent { Outcome: var outcome }
        )
            return NotFound();
        Say(
            outcome is DeliveryOutcome.Accepted ? "done" : "info",
            outcome is DeliveryOutcome.Accepted ? "The endpoint took the test" : "The endpoint did not take the test",
            outcome.ReplyCode is { } code ? $"It answered {code}. {outcome.Detail}" : outcome.Detail
        );
        return RedirectToPage();
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken) =>
        Mine = await Sender.Send(new ListWebhooks(Me), cancellationToken);
}
