using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Wellbeing.Web.Setup;

/// <summary>
/// Asked by a staff page before it sends what somebody wrote: a session that ended meanwhile would lose the words on the
/// way through sign-in. Answers with a token for the form, as one drawn now would have it; whoever is not signed in is
/// sent to sign in, which the page does not follow.
/// </summary>
internal static class StaffSession
{
    public const string Path = "/Staff/Session";

    public static void MapStaffSession(this WebApplication app) =>
        app.MapGet(Path, Token).RequireAuthorization(Policies.Staff).ExcludeFromDescription();

    private static ContentHttpResult Token(HttpContext http, IAntiforgery antiforgery) =>
        TypedResults.Text(antiforgery.GetAndStoreTokens(http).RequestToken!);
}
