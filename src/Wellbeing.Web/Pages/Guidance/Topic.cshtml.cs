using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages.Guidance;

/// <summary>One guidance page: open to everybody.</summary>
[AllowAnonymous]
public sealed class TopicModel : PageModel
{
    public Topic Topic { get; private set; } = null!;

    public IActionResult OnGet(string topic)
    {
        if (Topics.Find(topic) is not { } found)
            return NotFound();
        Topic = found;
        return Page();
    }
}
