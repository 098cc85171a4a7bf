using MediatR;
using Microsoft.AspNetCore.Authorization;
using Wellbeing.App.Privacy;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Retention;

/// <summary>What retention would remove if it ran now.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public IReadOnlyList<Retained> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Rows = await Sender.Send(new Retain(Me, DryRun: true), cancellationToken);
}
