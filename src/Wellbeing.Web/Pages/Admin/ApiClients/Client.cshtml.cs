using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.ApiClients;

/// <summary>One client: its keys, and a new one.</summary>
[Authorize(Policy = Policies.Administrator)]
[NeedsRecentSignIn(OnlyToSend = true)]
public sealed class ClientModel(ISender sender, TeamTime time, TimeProvider clock) : StaffPage(sender)
{
    /// <summary>In hours.</summary>
    public static IReadOnlyList<Choice> Overlaps { get; } =
    [new("0", "Not at all"), new("1", "An hour"), new("24", "A day"), new("168", "Seven days")];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid KeyId { get; set; }

    [BindProperty]
    public string? Overlap { get; set; }

    public ApiClientRow Client { get; private set; } = null!;

    public NewKey? Made { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        KeyId = Guid.CreateVersion7(clock.GetUtcNow());
        return await Find(cancellationToken) ? Page() : Gone();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await Find(cancellationToken))
            return Gone();
        if (KeyId == Guid.Empty)
            KeyId = Guid.CreateVersion7(clock.GetUtcNow());
        if (!Overlaps.Any(o => o.Value == Overlap))
        {
            ModelState.AddModelError(nameof(Overlap), "Choose how long the present key still works.");
            return Page();
        }

        switch (
            await Sender.Send(
                new RotateApiKey(Me, Id, KeyId, TimeSpan.FromHours(int.Parse(Overlap!, CultureInfo.InvariantCulture))),
                cancellationToken
            )
        )
        {
            case RotateApiKeyResult.Rotated rotated:
                Made = new NewKey(
                    Client.Name,
                    rotated.Secret,
                    Overlap == "0"
                        ? "The key before it no longer works."
                        : $"The key before it works until {time.Moment(rotated.OldEndsAtUtc)}.",
                    $"/Admin/ApiClients/{Id:D}"
                );
                Response.Headers.CacheControl = SecurityHeaders.NeverKept;
                return Page();
            case RotateApiKeyResult.RotatedBefore:
                Say("info", "The new key is made", "It was shown once. If it was lost, make another.");
                return RedirectToPage();
            default:
                return Gone();
        }
    }

    private async Task<bool> Find(CancellationToken cancellationToken)
    {
        if (
            (await Sender.Send(new ListApiClients(Me), cancellationToken)).SingleOrDefault(c => c.Id == Id && c.Open)
            is not { } client
        )
            return false;
        Client = client;
        return true;
    }

    private RedirectToPageResult Gone()
    {
        Say("info", "The client has ended", "It was revoked, or its last day has passed.");
        return RedirectToPage("/Admin/ApiClients/Index");
    }
}
