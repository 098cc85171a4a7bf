using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Wellbeing.Web.SignIn;

/// <summary>The fields of a page that hold what was written, as it is shown again after signing in. On a page that is open
/// to anybody: those who were signed in as they filled it in are asked to sign in again.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepsWhatWasTypedAttribute(params string[] texts) : Attribute
{
    public IReadOnlyList<string> Texts => texts;
}

/// <summary>On a page whose form is never kept: it holds a password or a code, or ends what cannot be begun again.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepsNothingAttribute : Attribute;

/// <summary>What was kept is forgotten once it is sent again; and where a page is open to anybody, a form that is of a
/// session which has ended asks for it, as a closed page does.</summary>
internal sealed class UnsentFormFilter : IAsyncResourceFilter, IAlwaysRunResultFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (
            HttpMethods.IsPost(request.Method)
            && UnsentForm.PageOf(context.HttpContext) is { } page
            && (
                page.GetMetadata<IAllowAnonymous>() is null
                || page.GetMetadata<KeepsWhatWasTypedAttribute>() is not null
            )
            && request.HasFormContentType
            && (await request.ReadFormAsync()).ContainsKey(UnsentForm.Field)
        )
            UnsentForm.Forget(context.HttpContext);
        await next();
    }

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (
            context.Result is IAntiforgeryValidationFailedResult
            && context.HttpContext.User.Identity?.IsAuthenticated != true
            && UnsentForm.HasToken(context.HttpContext.Request)
            && UnsentForm.PageOf(context.HttpContext)?.GetMetadata<KeepsWhatWasTypedAttribute>() is not null
        )
            context.Result = new ChallengeResult();
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
        // Nothing after it.
    }
}

/// <summary>
/// A form that was sent when its session had ended. It waits in a cookie of this browser, sealed, for half an hour, and
/// goes on only as who wrote it: its own anti-forgery token says who that was, so that what one nurse wrote is never
/// recorded under another's name.
/// </summary>
/// <param name="Path">Where it is sent to.</param>
/// <param name="Fields">All of them, but the token.</param>
/// <param name="Texts">What was written, in the order in which the page names it.</param>
internal sealed record UnsentForm(
    string Path,
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    IReadOnlyList<string> Texts
)
{
    /// <summary>In the form as it is sent again.</summary>
    public const string Field = "UnsentForm";

    public const string Page = "/SignIn/Kept";

    /// <summary>How the page to sign in on is told that a form was sent when its session had ended.</summary>
    public const string Ended = "ended";

    /// <summary>It is kept.</summary>
    public const string Saved = "kept";

    /// <summary>It could not be.</summary>
    public const string Lost = "lost";

    private const string Cookie = "wellbeing-unsent";
    private const string Under = "/SignIn";
    private const string Token = "__RequestVerificationToken";

    /// <summary>A proxy takes a line of 8 KB, and the session's cookie wants its part.</summary>
    private const int MostCookie = 6_000;
    private const int MostForm = 32 * 1024;
    private static readonly TimeSpan _lives = TimeSpan.FromMinutes(30);
    private static readonly ChunkingCookieManager _cookies = new();

    /// <summary>Keeps what was sent, but where the page says that it must not.</summary>
    /// <returns>What the page to sign in on is told of it; null where nothing was sent.</returns>
    public static async Task<string?> Keep(HttpContext http)
    {
        var request = http.Request;
        if (
            !HttpMethods.IsPost(request.Method)
            || !request.HasFormContentType
            || request.Headers.XRequestedWith.Count > 0 // The page itself asks, not the person.
            || PageOf(http) is not { } page
        )
            return null;
        if (page.GetMetadata<KeepsNothingAttribute>() is not null || request.ContentLength is not <= MostForm)
            return Lost;
        var form = await request.ReadFormAsync();
        if (!HasToken(request))
            return null;
        if (form.Files.Count > 0)
            return Lost;
        var kept = new Kept(
            request.PathBase + request.Path + request.QueryString,
            page.GetMetadata<KeepsWhatWasTypedAttribute>()?.Texts ?? [],
            form.SelectMany(f => f.Value, (f, value) => new KeyValuePair<string, string>(f.Key, value ?? "")).ToList()
        );
        var cookie = WebEncoders.Base64UrlEncode(Protector(http).Protect(Pack(kept), _lives));
        if (cookie.Length > MostCookie)
            return Lost;
        _cookies.AppendResponseCookie(http, Cookie, cookie, Options(http, _lives));
        return Saved;
    }

    /// <summary>A page of ours sent it. To be asked once the form was read, as whoever looks at the token does.</summary>
    public static bool HasToken(HttpRequest request) =>
        request.HasFormContentType && !string.IsNullOrEmpty(request.Form[Token]);

    /// <summary>Null for what is no page.</summary>
    public static EndpointMetadataCollection? PageOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<PageActionDescriptor>() is not null
            ? metadata
            : null;

    public static bool Waits(HttpContext http) => _cookies.GetRequestCookie(http, Cookie) is not null;

    /// <summary>Where whoever has just signed in goes first.</summary>
    public static string Onward(HttpContext http, string to) =>
        Waits(http) ? QueryHelpers.AddQueryString(Page, "returnUrl", to) : to;

    /// <summary>Null where nothing waits, or not for whoever is signed in, or too long ago.</summary>
    public static async Task<UnsentForm?> Open(HttpContext http)
    {
        if (_cookies.GetRequestCookie(http, Cookie) is not { } cookie)
            return null;
        try
        {
            var kept = Unpack(Protector(http).Unprotect(WebEncoders.Base64UrlDecode(cookie)));
            http.Request.Headers["RequestVerificationToken"] = kept.Fields.Single(f => f.Key == Token).Value;
            await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
            return new UnsentForm(
                kept.Path,
                [.. kept.Fields.Where(f => f.Key is not (Token or Field))],
                [
                    .. kept
                        .Texts.SelectMany(text => kept.Fields.Where(f => f.Key == text))
                        .Select(f => f.Value)
                        .Where(value => !string.IsNullOrWhiteSpace(value)),
                ]
            );
        }
        catch (Exception e) when (e is CryptographicException or FormatException or AntiforgeryValidationException)
        {
            return null;
        }
    }

    public static void Forget(HttpContext http) => _cookies.DeleteCookie(http, Cookie, Options(http, null));

    private static ITimeLimitedDataProtector Protector(HttpContext http) =>
        http
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("Wellbeing.UnsentForm.v1")
            .ToTimeLimitedDataProtector();

    private static CookieOptions Options(HttpContext http, TimeSpan? lives) =>
        new()
        {
            Path = Under,
            HttpOnly = true,
            // The demo on localhost does without https, as its session does.
            Secure =
                http.Request.IsHttps || !http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment(),
            SameSite = SameSiteMode.Lax,
            MaxAge = lives,
            IsEssential = true,
        };

    private static byte[] Pack(Kept kept)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            JsonSerializer.Serialize(brotli, kept);
        return packed.ToArray();
    }

    private static Kept Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Kept>(brotli)!;
    }

    private sealed record Kept(
        string Path,
        IReadOnlyList<string> Texts,
        IReadOnlyList<KeyValuePair<string, string>> Fields
    );
}
