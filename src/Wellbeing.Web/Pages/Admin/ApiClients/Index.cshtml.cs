using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.ApiClients;

/// <summary>Programs with a key of their own: who they are, what they may do, when they last did.</summary>
[Authorize(Policy = Policies.Administrator)]
[NeedsRecentSignIn(OnlyToSend = true)]
public sealed class IndexModel(ISender sender, TeamZone team, TimeProvider clock) : StaffPage(sender), IShownAgain
{
    /// <summary>Of the client to be made: the form sent twice makes one.</summary>
    [BindProperty]
    public Guid ClientId { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public List<string>? Scopes { get; set; }

    [BindProperty]
    public string? LastDay { get; set; }

    public IReadOnlyList<ApiClientRow> List { get; private set; } = [];

    public NewKey? Made { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ClientId = Guid.CreateVersion7(clock.GetUtcNow());
        List = await Sender.Send(new ListApiClients(Me), cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (ClientId == Guid.Empty)
            ClientId = Guid.CreateVersion7(clock.GetUtcNow());
        DateTime? ends = null;
        if (!string.IsNullOrWhiteSpace(LastDay))
        {
            if (DateOnly.TryParseExact(LastDay, "yyyy-MM-dd", out var last) && last < DateOnly.MaxValue)
                ends = TimeZones.StartOf(last.AddDays(1), team.Id);
            else
                ModelState.AddModelError(
                    nameof(LastDay),
                    "Choose a day from today on, within five years, or leave it empty."
                );
        }

        if (ModelState.IsValid && await Create(ends, cancellationToken) is { } answer)
            return answer;
        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        List = await Sender.Send(new ListApiClients(Me), cancellationToken);
        return Page();
    }

    /// <summary>The last day on which it works, where the team is.</summary>
    public string LastDayOf(DateTime endsAtUtc) =>
        TimeZones.Local(endsAtUtc.AddTicks(-1), team.Id).ToString("d MMMM yyyy", TeamTime.English);

    private async Task<IActionResult?> Create(DateTime? endsAtUtc, CancellationToken cancellationToken)
    {
        ApiScope[] scopes =
        [
            .. (Scopes ?? []).Where(s => ApiClientWords.Scopes.Any(c => c.Value == s)).Select(Enum.Parse<ApiScope>),
        ];
        switch (await Sender.Send(new CreateApiClient(Me, ClientId, Name ?? "", scopes, endsAtUtc), cancellationToken))
        {
            case CreateApiClientResult.Created created:
                Made = new NewKey(
                    Name!.Trim(),
                    created.Secret,
                    "Lost it? Give the client a new one on its page.",
                    "/Admin/ApiClients"
                );
                Response.Headers.CacheControl = SecurityHeaders.NeverKept;
                return Page();
            case CreateApiClientResult.CreatedBefore:
                Say(
                    "info",
                    "The client is made",
                    "Its key was shown once. If it was lost, give it a new one on its page."
                );
                return RedirectToPage();
            default:
                ModelState.AddModelError(
                    nameof(Name),
                    "A client has, or had, this name. Choose another, so that the audit log tells them apart."
                );
                return null;
        }
    }
}
