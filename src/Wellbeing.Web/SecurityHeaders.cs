using Microsoft.Net.Http.Headers;

namespace Wellbeing.Web;

/// <summary>Headers that hold for every answer, whichever part of the app gives it.</summary>
public static class SecurityHeaders
{
    // Nothing inline and nothing from elsewhere: a page cannot run or load what was typed into it.
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>
    /// For a page that nobody's browser may keep, set before it is drawn. With "no-cache": a form in it says so by
    /// itself, and warns in the log where a page had said less.
    /// </summary>
    public const string NeverKept = "no-cache, no-store";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        Write((HttpContext)state);
                        return Task.CompletedTask;
                    },
                    context
                );
                return next(context);
            }
        );

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.TryAdd("Referrer-Policy", "same-origin"); // A page behind a secret link sets a stricter one.
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // A page with its own needs (the jobs dashboard) may set a policy before; none is left without one.
        if (string.IsNullOrEmpty(headers.ContentSecurityPolicy))
            headers.ContentSecurityPolicy = ContentPolicy;

        // A shared or lost phone must not show somebody's page from its cache. Static files keep their own rule.
        var signedIn = context.User.Identity?.IsAuthenticated == true;
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        if (signedIn && (isPage || string.IsNullOrEmpty(headers.CacheControl)))
            headers[HeaderNames.CacheControl] = "no-store";
    }
}
