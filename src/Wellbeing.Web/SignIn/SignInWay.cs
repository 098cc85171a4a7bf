using Wellbeing.Web.Components;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// By which way somebody last signed in in this browser: it stands first the next time. Whoever has no password is not
/// met by a form that asks for one. It says nothing of who it was, and nothing is looked up: the page is the same for
/// every address.
/// </summary>
internal static class SignInWay
{
    public const string Mail = "mail";
    public const string Password = "password";
    public const string Passkey = "passkey";

    private const string CookieName = "sign-in-way";

    /// <summary>This way worked.</summary>
    public static void Remember(HttpContext http, string way) =>
        http.Response.Cookies.Append(
            CookieName,
            way,
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(400), // The most that browsers keep.
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            }
        );

    /// <summary>The address may name one; then what worked last; staff have a password; a link by mail is for
    /// everybody.</summary>
    /// <param name="returnUrl">Where they wanted to go.</param>
    public static string First(HttpContext http, string? returnUrl = null) =>
        Known(http.Request.Query["way"])
        ?? Known(http.Request.Cookies[CookieName])
        ?? (IsForStaff(returnUrl) ? Password : Mail);

    private static bool IsForStaff(string? url) =>
        url is not null
        && (
            url.StartsWith("/Staff", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith(Navigation.Administration, StringComparison.OrdinalIgnoreCase)
        );

    private static string? Known(string? way) => way is Mail or Password or Passkey ? way : null;
}
