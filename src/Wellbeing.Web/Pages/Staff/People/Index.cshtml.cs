using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>Everybody who checks in, found by name.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    /// <summary>Posted, never part of an address: a name there would end up in logs and histories.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>"phone": only those whom nobody can call. Says nothing of anybody, so it may stand in the
    /// address.</summary>
    [FromQuery(Name = "without")]
    public string? Without { get; set; }

    public bool WithoutPhone => Without == "phone";

    public PeoplePage List { get; private set; } = null!;

    public int Pages =>
        !string.IsNullOrWhiteSpace(Name) ? 1 : Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    /// <summary>Of their own invitations, those that ended and that nobody used.</summary>
    public int EndedInvitations { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        List = await Sender.Send(
            new ListPeople(Me, null, PageNumber) { WithoutPhone = WithoutPhone },
            cancellationToken
        );
        EndedInvitations = await Sender.Send(new CountEndedInvitations(Me), cancellationToken);
    }

    /// <summary>A search has no second page, for the same reason; fewer letters than find a hundred people are too
    /// few.</summary>
    public async Task OnPostAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListPeople(Me, Name, 1, 100) { WithoutPhone = WithoutPhone }, cancellationToken);
}
