using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Wellbeing.Web.SignIn;

/// <summary>
/// Whether somebody showed of late that they are who the session says: by signing in, or by confirming it. A phone that
/// lies around signed in must not be enough to take an account over.
/// </summary>
public static class RecentSignIn
{
    /// <summary>When, in seconds since 1970: kept in the session's cookie.</summary>
    public const string ConfirmedAt = "confirmed_at";

    public const string Page = "/Account/Confirm";

    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public static void Record(AuthenticationProperties session, DateTimeOffset now) =>
        session.Items[ConfirmedAt] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    internal static bool Is(HttpContext http) =>
        http.Features.Get<IAuthenticateResultFeature>()
            ?.AuthenticateResult?.Properties?.Items.TryGetValue(ConfirmedAt, out var at) == true
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()
            - DateTimeOffset.FromUnixTimeSeconds(seconds)
            < Lasts;

    /// <summary>From now on the session counts as confirmed.</summary>
    internal static async Task Confirm(HttpContext http)
    {
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        Record(session.Properties!, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        await http.SignInAsync(IdentityConstants.ApplicationScheme, session.Principal!, session.Properties);
    }
}

/// <summary>
/// On a page that changes how somebody signs in, hands out what is held about them, or ends it. Who signed in a while
/// ago confirms first that it is them; what they had typed goes with them and is sent on afterwards, without a script.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsRecentSignInAttribute : Attribute, IAsyncResourceFilter
{
    /// <summary>Looking at the page needs nothing; only sending it does.</summary>
    public bool OnlyToSend { get; init; }

    /// <summary>Only this handler of the page; null for all of them.</summary>
    public string? Handler { get; init; }

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var (http, request) = (context.HttpContext, context.HttpContext.Request);
        var sends = HttpMethods.IsPost(request.Method);
        if (
            (OnlyToSend && !sends)
            || (
                Handler is not null
                && !string.Equals(request.Query["handler"], Handler, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            await next();
            return;
        }

        if (!RecentSignIn.Is(http))
        {
            var confirm = QueryHelpers.AddQueryString(
                RecentSignIn.Page,
                "returnUrl",
                request.Path + request.QueryString
            );
            // The browser sends the same form again, there.
            context.Result = sends
                ? new LocalRedirectResult(
                    QueryHelpers.AddQueryString(confirm, "handler", "Keep"),
                    permanent: false,
                    preserveMethod: true
                )
                : new LocalRedirectResult(confirm);
            return;
        }

        if (
            sends
            && request.HasFormContentType
            && http
                .RequestServices.GetRequiredService<KeptForm>()
                .Open(http.User, (await request.ReadFormAsync())[KeptForm.Field])
                is { } typed
        )
            request.Form = typed;
        await next();
    }
}

/// <summary>What somebody had typed when they were asked to confirm that it is them, sealed, for them alone and not for
/// long.</summary>
internal sealed class KeptForm(IDataProtectionProvider protection)
{
    public const string Field = "KeptForm";

    private static readonly TimeSpan _lives = TimeSpan.FromMinutes(30);

    public string Seal(ClaimsPrincipal user, IFormCollection form) =>
        Of(user)
            .Protect(
                JsonSerializer.Serialize(
                    form.Where(f => f.Key is not ("__RequestVerificationToken" or Field))
                        .ToDictionary(f => f.Key, f => f.Value.ToArray())
                ),
                _lives
            );

    /// <summary>Null where nothing was kept, or not by this person, or too long ago.</summary>
    public FormCollection? Open(ClaimsPrincipal user, string? kept)
    {
        if (string.IsNullOrEmpty(kept))
            return null;
        try
        {
            return new FormCollection(
                JsonSerializer
                    .Deserialize<Dictionary<string, string?[]>>(Of(user).Unprotect(kept))!
                    .ToDictionary(f => f.Key, f => new StringValues(f.Value))
            );
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Of(ClaimsPrincipal user) =>
        protection
            .CreateProtector("Wellbeing.KeptForm.v1", user.FindFirstValue(ClaimTypes.NameIdentifier)!)
            .ToTimeLimitedDataProtector();
}
