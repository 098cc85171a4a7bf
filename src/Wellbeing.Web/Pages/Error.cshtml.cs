using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages;

/// <summary>What went wrong, kindly and without details. Shown in place of the page, so a failed form's token is not
/// asked for again.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    /// <summary>404, 403, 400, 500 or 503, which is a form that could not be saved: the texts there are.</summary>
    public int Kind { get; private set; }

    /// <summary>The page that failed, to open again.</summary>
    public string? Again { get; private set; }

    /// <summary>What the form held that could not be saved, to be sent again. Nothing that hides what is
    /// typed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sent { get; private set; } = [];

    public Task<IActionResult> OnGetAsync() => Show();

    public Task<IActionResult> OnPostAsync() => Show();

    private async Task<IActionResult> Show()
    {
        var shownFor = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var failed = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        if (shownFor is null && failed is null)
            return NotFound();
        Kind = Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => 404,
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => 403,
            StatusCodes.Status400BadRequest => 400,
            StatusCodes.Status503ServiceUnavailable when failed is not null && HttpMethods.IsPost(Request.Method) =>
                503,
            _ => 500,
        };
        Again =
            Kind == 400 ? shownFor?.OriginalPath
            : Kind == 503 ? failed!.Path + Request.QueryString
            : null;
        if (Kind == 503)
            Sent = await ReadForm();
        return Page();
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadForm()
    {
        try
        {
            if (!Request.HasFormContentType)
                return [];
            var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
            return
                form.Files.Count > 0 || form.Keys.Any(k => k.Contains("password", StringComparison.OrdinalIgnoreCase))
                ? []
                :
                [
                    .. form.SelectMany(field =>
                        field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))
                    ),
                ];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BadHttpRequestException)
        {
            return []; // It broke off in the middle.
        }
    }
}
