using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.Participants;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>Everybody who checks in, found by name.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    [BindProperty(SupportsGet = true)]
    public string? Name { get; set; }

    [FromQuery(Name = "p")]
    public int PageNumber { get; set; } = 1;

    public PeoplePage List { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListPeople(Me, Name, PageNumber), cancellationToken);
}
