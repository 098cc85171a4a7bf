using System.Globalization;
using Wellbeing.App.Site;

namespace Wellbeing.Web.Components;

/// <summary>The organisation's colours as a style sheet and its logo as a picture: files of our own, so that no page
/// needs a style inside it.</summary>
internal static class BrandFiles
{
    /// <summary>The version is in the name: browsers keep each for good, and a new one is another file.</summary>
    public static string Sheet(Branding brand) =>
        string.Create(CultureInfo.InvariantCulture, $"/brand-{brand.Version}.css");

    /// <inheritdoc cref="Sheet"/>
    public static string? Logo(Branding? brand) =>
        brand?.Logo is null ? null : string.Create(CultureInfo.InvariantCulture, $"/brand-{brand.Version}.png");

    public static void MapBrandFiles(this WebApplication app)
    {
        app.MapGet(
                "/brand-{version:int}.css",
                IResult (int version, HttpContext http, SiteInForce site) =>
                {
                    if (site.Brand is not { } brand || brand.Version != version)
                        return Results.NotFound();
                    Keep(http);
                    return Results.Text(Css(brand), "text/css");
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet(
                "/brand-{version:int}.png",
                IResult (int version, HttpContext http, SiteInForce site) =>
                {
                    if (site.Brand is not { Logo: { } logo } brand || brand.Version != version)
                        return Results.NotFound();
                    Keep(http);
                    return Results.Bytes(logo, "image/png");
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    /// <summary>Shades of one colour for what the product draws in shades of its own, by day and at night, under the names
    /// of <c>_theme.scss</c>.</summary>
    private static string Css(Branding brand)
    {
        var primary = Shade.Parse(brand.Primary) ?? default;
        var (dark, line, pale, palest) = (
            primary.Mix(default, 0.45),
            primary.Mix(Shade.White, 0.7),
            primary.Mix(Shade.White, 0.9),
            primary.Mix(Shade.White, 0.94)
        );
        var night = NightShades.Of(primary);
        return $":root{{--wb-950:{dark};--wb-800:{primary};--wb-700:{primary};--wb-600:{primary};--wb-200:{line};--wb-50:{palest};--wb-hover:{pale};--wb-accent:{brand.Accent};--wb-focus-text:{dark}}}"
            + $"@media screen and (prefers-color-scheme:dark){{:root:root{{--wb-950:{night.Strong};--wb-800:{night.Words};--wb-700:{night.Words};--wb-600:{night.Words};--wb-200:{night.Line};--wb-50:{night.Tint};--wb-hover:{night.Line};--wb-accent:{brand.Accent};"
            + $"--wb-ground:{primary};--wb-fill:{night.Fill};--wb-fill-hover:{night.FillHover}}}}}";
    }

    private static void Keep(HttpContext http) =>
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
}
