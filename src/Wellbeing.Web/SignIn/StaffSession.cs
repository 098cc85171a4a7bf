using Microsoft.AspNetCore.Antiforgery;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// Asked by a staff page before it sends what somebody wrote: a session that ended meanwhile would lose the words on the
/// way through sign-in. 204 where the page may send them; 400 where its token is another person's, or of another
/// browser session: what one nurse wrote is never recorded under another's name. Whoever is not signed in is sent to
/// sign in, which the page does not follow.
/// </summary>
internal static class StaffSession
{
    public const string Path = "/Staff/Session";

    public static void MapStaffSession(this WebApplication app) =>
        app.MapPost(Path, MaySend).RequireAuthorization(Policies.Staff).ExcludeFromDescription();

    private static async Task<IResult> MaySend(HttpContext http, IAntiforgery antiforgery) =>
        await antiforgery.IsRequestValidAsync(http) ? TypedResults.NoContent() : TypedResults.BadRequest();
}
