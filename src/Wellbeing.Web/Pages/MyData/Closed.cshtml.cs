using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Wellbeing.Web.Pages.MyData;

/// <summary>After closing an account: what is true now, and where help still is.</summary>
[AllowAnonymous]
public sealed class ClosedModel : PageModel;
