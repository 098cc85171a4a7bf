using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages;

/// <summary>Who to call: open to everybody, and kept by browsers for when the network is gone.</summary>
[AllowAnonymous]
public sealed class HelpModel : PageModel
{
    public void OnGet()
    {
        if (User.Identity?.IsAuthenticated == true)
            return; // That page shows the person's own menu: not for a cache.
        Response.Headers.CacheControl = "public, max-age=600, stale-if-error=604800";
        Response.Headers.Vary = "Cookie, Accept-Language";
    }
}
