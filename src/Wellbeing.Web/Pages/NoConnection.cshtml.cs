using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages;

/// <summary>
/// Stands in for a page that cannot be had without a connection: kept by browsers, so it is the same for everybody and
/// holds nothing about anybody. What it stands in for, a script reads from the address.
/// </summary>
[AllowAnonymous]
public sealed class NoConnectionModel : PageModel
{
    public void OnGet() { }
}
