using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.Net.Http.Headers;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Components;

/// <summary>
/// Where calendar programs fetch turns on call. They sign in nowhere: the secret in the address is all they have, so it
/// opens nothing else, and no page, cache or other site is told of it.
/// </summary>
internal static class RotaCalendars
{
    private const int LongestSecret = 100;

    private static Actor Program { get; } = new(null, "Calendar link", Roles.LinkHolder);

    /// <summary>The address of a link, without the site's.</summary>
    public static string Path(string secret) => $"/calendar/{secret}.ics";

    public static void MapRotaCalendars(this WebApplication app) =>
        app.MapGet("/calendar/{secret}.ics", Read)
            .AllowAnonymous()
            .RequireRateLimiting(RateLimits.Calendar)
            .ExcludeFromDescription();

    private static async Task<IResult> Read(
        string secret,
        HttpContext http,
        ISender sender,
        CancellationToken cancellationToken
    )
    {
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers.CacheControl = "private, no-cache"; // Asked again each time, answered with 304.
        if (
            secret.Length > LongestSecret
            || await sender.Send(new ReadRotaFeed(Program, secret), cancellationToken) is not { } feed
        )
            return Results.NotFound();
        var file = Encoding.UTF8.GetBytes(feed.Calendar);
        return Results.Bytes(
            file,
            "text/calendar; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 16))}\"")
        );
    }
}
