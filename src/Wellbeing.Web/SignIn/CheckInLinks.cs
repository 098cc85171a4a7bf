using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// The session of somebody who came by the one-tap link of a check-in. It has a cookie and a role of its own, exists on
/// the pages of the check-in and of help alone, and ends when the check-in is sent, missed or withdrawn.
/// </summary>
internal static class CheckInLinks
{
    public const string Scheme = "CheckInLink";
    private const string PromptId = "prompt_id";
    private const string Done = "/CheckIn/Done";
    public const string Link = "/CheckIn/Link";

    /// <summary>Whoever has the link, before anything is known about them.</summary>
    public static Actor Holder { get; } = new(null, "Link of a check-in", Roles.LinkHolder);

    private static readonly string[] _pages = ["/CheckIn", "/Help", "/NotSafe", "/SignOut"];

    public static IServiceCollection AddCheckInLinks(this IServiceCollection services, IHostEnvironment environment)
    {
        services
            .AddAuthentication()
            .AddCookie(
                Scheme,
                cookie =>
                {
                    cookie.Cookie.Name = CookieName(environment);
                    cookie.Cookie.SecurePolicy = environment.IsDevelopment()
                        ? CookieSecurePolicy.SameAsRequest
                        : CookieSecurePolicy.Always;
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.HttpOnly = true;
                    cookie.SlidingExpiration = false;
                }
            );
        return services;
    }

    /// <summary>Begins the session, in place of an earlier one.</summary>
    public static Task BeginCheckInLink(this HttpContext http, UseCheckInLinkResult.Begun begun)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Role, nameof(Roles.CheckInLink)),
                new Claim(AccountClaims.DisplayName, begun.Name),
                new Claim(AccountClaims.ParticipantId, begun.ParticipantId.ToString("D")),
                new Claim(PromptId, begun.PromptId.ToString("D")),
            ],
            Scheme
        );
        return http.SignInAsync(
            Scheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { ExpiresUtc = begun.EndsAtUtc }
        );
    }

    /// <summary>After authentication, before authorisation: on its pages the session is who somebody is, whoever else
    /// uses the device.</summary>
    public static IApplicationBuilder UseCheckInLinks(this WebApplication app)
    {
        var name = CookieName(app.Environment);
        return app.Use(
            async (http, next) =>
            {
                // The link's own page stays what it was when it was drawn: a second tap on its button must find the
                // same visitor.
                if (
                    !http.Request.Cookies.ContainsKey(name)
                    || Is(Link)
                    || !Array.Exists(_pages, Is)
                    || (await http.AuthenticateAsync(Scheme)).Principal is not { } holder
                    || holder.FindFirstValue(AccountClaims.ParticipantId)
                        == http.User.FindFirstValue(AccountClaims.ParticipantId)
                ) // Signed in as well: may do more.
                {
                    await next(http);
                    return;
                }

                var (participant, prompt) = (
                    Guid.Parse(holder.FindFirstValue(AccountClaims.ParticipantId)!),
                    Guid.Parse(holder.FindFirstValue(PromptId)!)
                );
                var asks = Is("/CheckIn");
                switch (
                    await http
                        .RequestServices.GetRequiredService<ISender>()
                        .Send(new GetCheckInLinkSession(Holder, participant, prompt), http.RequestAborted)
                )
                {
                    case CheckInLinkSession.Sent sent when asks && !Is(Done):
                        http.Response.Redirect($"{Done}?id={sent.SubmissionId:D}");
                        return;
                    case CheckInLinkSession.Over:
                        await http.SignOutAsync(Scheme);
                        if (asks && http.User.Identity?.IsAuthenticated != true)
                        {
                            http.Response.Redirect(Link);
                            return;
                        }

                        break;
                    default:
                        http.User = holder;
                        break;
                }

                await next(http);

                bool Is(string page) => http.Request.Path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase);
            }
        );
    }

    /// <summary>For pages behind a secret link: neither caches nor other sites learn it.</summary>
    public static void KeepTheLinkSecret(this HttpResponse response)
    {
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = SecurityHeaders.NeverKept;
    }

    private static string CookieName(IHostEnvironment environment) =>
        environment.IsDevelopment() ? "wellbeing-check-in" : "__Host-wellbeing-check-in";
}
