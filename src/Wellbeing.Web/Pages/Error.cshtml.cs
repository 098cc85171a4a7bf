using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages;

/// <summary>What went wrong, kindly and without details. Shown in place of the page, so a failed form's token is not asked for again.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    /// <summary>404, 403, 400 or 500: the texts there are.</summary>
    public int Kind { get; private set; }

    /// <summary>The page that failed, to open again.</summary>
    public string? Again { get; private set; }

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private IActionResult Show()
    {
        var shownFor = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        if (shownFor is null && HttpContext.Features.Get<IExceptionHandlerFeature>() is null) return NotFound();
        Kind = Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => 404,
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => 403,
            StatusCodes.Status400BadRequest => 400,
            _ => 500,
        };
        Again = Kind == 400 ? shownFor?.OriginalPath : null;
        return Page();
    }
}
