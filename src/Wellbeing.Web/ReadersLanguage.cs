using MediatR;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web;

/// <summary>
/// Which language a page is in: the participant's own setting; else what was chosen in this browser, or the language of
/// the mail that led here, whichever came last; else what the browser asks for. Staff pages are in English. What is
/// asked of whoever holds a link, such as to agree, is asked in the link's language, whoever is signed in on this
/// device.
/// </summary>
internal static class ReadersLanguage
{
    public const string CookieName = "language";

    /// <summary>The mail's language that was taken over last. A mail in the same one takes back no choice made
    /// since.</summary>
    private const string MailCookieName = "mail-language";

    private static readonly string[] _askOfTheHolder =
    [
        "/Join",
        "/Contacts/Answer",
        "/Contacts/Call",
        "/Contacts/Stop",
    ];

    /// <summary>Before anybody is sent to sign in: those pages too are then in the mail's language.</summary>
    public static IApplicationBuilder UseMailLanguage(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    Language.Find(context.Request.Query[MailLanguage.Parameter]) is { } mail
                    && context.Request.Cookies[MailCookieName] != mail.Tag
                )
                {
                    context.Keep(MailCookieName, mail);
                    context.Keep(CookieName, mail);
                    context.Items[MailCookieName] = mail;
                }

                return next(context);
            }
        );

    /// <summary>After authentication: whose setting it is must be known.</summary>
    public static IApplicationBuilder UseReadersLanguage(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                {
                    var (language, reviewed) = await Of(context);
                    Reading.In(language, reviewed);
                    context.Response.Headers.ContentLanguage = language.Tag;
                }

                await next(context);
            }
        );

    /// <summary>Keeps a choice in this browser, where it holds signed out too.</summary>
    public static void Remember(this HttpContext context, Language language)
    {
        if (context.Request.Cookies[CookieName] != language.Tag)
            context.Keep(CookieName, language);
    }

    /// <summary>What somebody chose in this browser, or a mail brought; null where neither was.</summary>
    public static Language? KeptLanguage(this HttpContext context) =>
        context.Items[MailCookieName] as Language ?? Language.Find(context.Request.Cookies[CookieName]);

    private static void Keep(this HttpContext context, string cookie, Language language) =>
        context.Response.Cookies.Append(
            cookie,
            language.Tag,
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(400), // The most that browsers keep.
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            }
        );

    private static async Task<(Language Language, bool Reviewed)> Of(HttpContext context)
    {
        // What a machine is told stands by itself.
        if (context.Request.Path.StartsWithSegments(ErrorPages.ApiPath, StringComparison.OrdinalIgnoreCase))
            return (Asked(context.Request), true);
        var asksTheHolder = Array.Exists(
            _askOfTheHolder,
            page => context.Request.Path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase)
        );
        if (Navigation.IsStaff(context.User) && !asksTheHolder)
            return (OfPreview(context.Request) ?? Language.English, true);
        // The page that says that something broke must not break on the same thing, such as a database that is gone.
        if (context.Features.Get<IExceptionHandlerFeature>() is not null)
            return (InThisBrowser(context), false);

        var services = context.RequestServices;
        var language = InThisBrowser(context);
        if (
            !asksTheHolder
            && context.User.ChecksIn()
            && context.User.ToActor() is { ParticipantId: not null } person
            && (context.User.IsInRole(nameof(Roles.Participant)) || context.KeptLanguage() is null)
            && await services.GetRequiredService<ISender>().Send(new GetMyLanguage(person), context.RequestAborted)
                is { } own
        )
        {
            language = own;
            if (context.KeptLanguage() != own)
            {
                context.Keep(CookieName, own); // For the help page once they have signed out.
                context.Response.Cookies.Delete(MailCookieName); // It was overruled, and chosen against by nobody: another's mail may bring it again.
            }
        }

        var reviewed = await services
            .GetRequiredService<WellbeingDb>()
            .IsReviewed(language, services.GetRequiredService<TextCatalogue>(), context.RequestAborted);
        return (language, reviewed);
    }

    /// <summary>Questions that are not asked yet are looked at as their readers would see them.</summary>
    private static Language? OfPreview(HttpRequest request) =>
        request.Path.Equals("/Admin/Questions/Preview", StringComparison.OrdinalIgnoreCase)
            ? Language.Find(request.Query["language"])
            : null;

    /// <summary>The address may name one for this answer alone: how a browser fetches a page to keep, once for each
    /// language.</summary>
    private static Language InThisBrowser(HttpContext context) =>
        Language.Find(context.Request.Query["culture"]) ?? context.KeptLanguage() ?? Asked(context.Request);

    /// <summary>The first language asked for that we have. One that we lack is passed over, but English is
    /// had.</summary>
    private static Language Asked(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Where(l => l.Quality is not 0)
            .Select(l => Language.Find(l.Value.Value))
            .FirstOrDefault(l => l is not null)
        ?? Language.English;
}
