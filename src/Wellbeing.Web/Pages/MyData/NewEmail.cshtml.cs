using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Privacy;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyData;

/// <summary>The new address answers: only a POST makes it count.</summary>
[AllowAnonymous]
public sealed class NewEmailModel(ISender sender) : PageModel
{
    public string? Email { get; private set; }

    public bool Done { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Email = await sender.Send(new GetEmailChange(AskModel.LinkHolder, secret), cancellationToken);
    }

    public async Task OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Done = await sender.Send(new ConfirmEmailChange(AskModel.LinkHolder, secret), cancellationToken);
    }
}
