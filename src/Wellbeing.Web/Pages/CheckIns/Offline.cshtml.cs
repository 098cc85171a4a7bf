using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>
/// The check-in for a moment without a connection: kept by browsers, so it is the same for everybody and holds nothing about
/// anybody. What is written goes into the device's own store, and to us when there is a network.
/// </summary>
[AllowAnonymous]
public sealed class OfflineModel : PageModel
{
    public string? Intensity { get; }
    public IReadOnlyList<string> Emotions { get; } = [];
    public string? Functioning { get; }
    public string? Change { get; }
    public string? Words { get; }
    public bool ContactMe { get; }

    public void OnGet()
    {
    }
}
