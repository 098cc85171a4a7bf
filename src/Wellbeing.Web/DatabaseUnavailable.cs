using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Wellbeing.App.Data;

namespace Wellbeing.Web;

/// <summary>
/// What somebody meets while the database cannot be reached, is full, or is held by somebody else: the words that it
/// was not saved, their own entries, and the way to send them again.
/// </summary>
internal static class DatabaseUnavailable
{
    /// <summary>In seconds: when a client may ask again.</summary>
    private const string RetryAfter = "10";

    /// <summary>503 for what time heals, 500 for what it does not.</summary>
    public static int Status(Exception e) =>
        DatabaseFault.Is(e) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;

    /// <summary>
    /// Whether a cookie still holds is asked of the database now and then. Who it belongs to stays known while that
    /// cannot be asked, or the page that says so would fail on it too; nothing else is answered on its word.
    /// </summary>
    public static void StaysKnownWhileDatabaseIsAway(this CookieAuthenticationOptions cookie) =>
        cookie.Events.OnValidatePrincipal = async context =>
        {
            try
            {
                await SecurityStampValidator.ValidatePrincipalAsync(context);
            }
            catch (Exception e) when (DatabaseFault.Is(e))
            {
                context.HttpContext.Features.Set(new Unchecked(e));
            }
        };

    /// <summary>After authentication: ends the request where the cookie could not be checked.</summary>
    public static IApplicationBuilder UseDatabaseUnavailable(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.Features.Get<IExceptionHandlerFeature>() is null)
                    return context.Features.Get<Unchecked>() is { } cookie
                        ? throw new InvalidOperationException(
                            "Whether a sign-in still holds could not be asked.",
                            cookie.Because
                        )
                        : next(context);
                if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
                    context.Response.Headers.RetryAfter = RetryAfter;
                return next(context);
            }
        );

    private sealed record Unchecked(Exception Because);
}
