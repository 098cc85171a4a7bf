using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>What somebody wrote when their session had ended: after signing in they send it, or leave it.</summary>
[Authorize(Policy = Policies.OwnAccount)]
[KeepsNothing]
public sealed class KeptModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string Path { get; private set; } = "";

    /// <summary>The page on which it was filled in.</summary>
    public string From => Path.Split('?')[0];

    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; private set; } = [];

    public IReadOnlyList<string> Texts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await UnsentForm.Open(HttpContext) is not { } kept)
            return Leave();
        (Path, Fields, Texts) = (kept.Path, kept.Fields, kept.Texts);
        return Page();
    }

    public IActionResult OnPost() => Leave();

    private LocalRedirectResult Leave()
    {
        UnsentForm.Forget(HttpContext);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
