using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages;

/// <summary>Where somebody signed in lands who opened another role's page.</summary>
[AllowAnonymous]
public sealed class NotAllowedModel : PageModel
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
