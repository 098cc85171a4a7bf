using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>After an answer: what it means.</summary>
[AllowAnonymous]
public sealed class ThanksModel : PageModel
{
    public string Answer { get; private set; } = "";

    public void OnGet(string answer) =>
        Answer = answer switch
        {
            "yes" => "Yes",
            "no" => "No",
            "in-touch" => "InTouch",
            "cannot" => "Cannot",
            "hours" => "Hours",
            _ => "Stopped",
        };
}
