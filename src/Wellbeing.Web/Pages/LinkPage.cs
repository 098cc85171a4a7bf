using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Web.Pages;

/// <summary>
/// A page behind a link in a mail. Whoever holds the link is let in, so the address is kept out of caches and of other
/// sites' logs; opening it changes nothing, since mail scanners open links too.
/// </summary>
public abstract class LinkPage : PageModel
{
    protected static Actor SupportContact { get; } = new(null, "Support contact", Roles.LinkHolder);

    protected static Actor LinkHolder { get; } = new(null, "Link in a mail", Roles.LinkHolder);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers.CacheControl = SecurityHeaders.NeverKept;
    }

    /// <summary>True for a mail program's own button. It is answered at once: such programs follow no
    /// redirect.</summary>
    protected bool IsOneClick => Request.HasFormContentType && Request.Form["List-Unsubscribe"] == "One-Click";
}
