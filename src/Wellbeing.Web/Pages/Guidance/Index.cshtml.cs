using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages.Guidance;

/// <summary>The list of guidance pages: open to everybody.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    public void OnGet() { }
}
