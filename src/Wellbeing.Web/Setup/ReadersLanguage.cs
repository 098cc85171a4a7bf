using MediatR;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.App.Features.Languages;
using Wellbeing.App.Features.Participants;
using Wellbeing.App.Wording;
using Wellbeing.Web.Components;

namespace Wellbeing.Web.Setup;

/// <summary>
/// Which language a page is in: the participant's own setting; else what was chosen in this browser; else, behind the link of
/// a mail, that of the mail; else what the browser asks for. Staff pages are in English.
/// </summary>
internal static class ReadersLanguage
{
    public const string CookieName = "language";

    /// <summary>After authentication: whose setting it is must be known.</summary>
    public static IApplicationBuilder UseReadersLanguage(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        {
            var (language, reviewed) = await Of(context);
            Reading.In(language, reviewed);
            context.Response.Headers.ContentLanguage = language.Tag;
        }

        await next(context);
    });

    /// <summary>Keeps a choice in this browser, where it holds signed out too.</summary>
    public static void Remember(this HttpContext context, Language language)
    {
        if (context.Request.Cookies[CookieName] == language.Tag) return;
        context.Response.Cookies.Append(CookieName, language.Tag, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(400), // The most that browsers keep.
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
    }

    private static async Task<(Language Language, bool Reviewed)> Of(HttpContext context)
    {
        // What a machine is told stands by itself.
        if (context.Request.Path.StartsWithSegments(ErrorPages.ApiPath, StringComparison.OrdinalIgnoreCase)) return (Asked(context.Request), true);
        if (Navigation.IsStaff(context.User)) return (OfPreview(context.Request) ?? Language.English, true);
        // The page that says that something broke must not break on the same thing, such as a database that is gone.
        if (context.Features.Get<IExceptionHandlerFeature>() is not null) return (InThisBrowser(context.Request), false);

        var services = context.RequestServices;
        var language = InThisBrowser(context.Request);
        if (context.User.IsInRole(nameof(Roles.Participant)) && context.User.ToActor() is { ParticipantId: not null } person
            && await services.GetRequiredService<ISender>().Send(new GetMyLanguage(person), context.RequestAborted) is { } own)
        {
            language = own;
            context.Remember(own); // For the help page once they have signed out.
        }

        else if (Language.Find(context.Request.Cookies[CookieName]) is null)
        {
            language = await OfTheMail(context) ?? language;
        }

        var reviewed = await services.GetRequiredService<WellbeingDb>().IsReviewed(language, services.GetRequiredService<TextCatalogue>(), context.RequestAborted);
        return (language, reviewed);
    }

    /// <summary>Questions that are not asked yet are looked at as their readers would see them.</summary>
    private static Language? OfPreview(HttpRequest request) =>
        request.Path.Equals("/Admin/Questions/Preview", StringComparison.OrdinalIgnoreCase) ? Language.Find(request.Query["language"]) : null;

    /// <summary>Of a person who came by a check-in's link: who reads mails in Arabic need not have a telephone that speaks it.</summary>
    private static async Task<Language?> OfTheMail(HttpContext context)
    {
        var sender = context.RequestServices.GetRequiredService<ISender>();
        if (context.User.IsInRole(nameof(Roles.CheckInLink))) return await sender.Send(new GetMyLanguage(context.User.ToActor()), context.RequestAborted);
        return context.Request.Path.StartsWithSegments(CheckInLinks.Link, StringComparison.OrdinalIgnoreCase)
            && context.Request.RouteValues["secret"] is string secret
            ? await sender.Send(new GetCheckInLinkLanguage(CheckInLinks.Holder, secret), context.RequestAborted)
            : null;
    }

    /// <summary>The address may name one for this answer alone: how a browser fetches a page to keep, once for each language.</summary>
    private static Language InThisBrowser(HttpRequest request) =>
        Language.Find(request.Query["culture"]) ?? Language.Find(request.Cookies[CookieName]) ?? Asked(request);

    /// <summary>The first language asked for that we have. One that we lack is passed over, but English is had.</summary>
    private static Language Asked(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Where(l => l.Quality is not 0)
            .Select(l => Language.Find(l.Value.Value)).FirstOrDefault(l => l is not null)
        ?? Language.English;
}
