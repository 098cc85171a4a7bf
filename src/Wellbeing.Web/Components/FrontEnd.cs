using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Wellbeing.Web.Components;

/// <summary>What pages need to be drawn: texts, support numbers, culture.</summary>
public static class FrontEnd
{
    /// <summary>Languages with a complete set of texts, by their own names. The first is the default.</summary>
    public static IReadOnlyList<CultureInfo> Languages { get; } = [CultureInfo.GetCultureInfo("en-AU")];

    public static IServiceCollection AddFrontEnd(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PersonTimes>();
        services.AddSingleton<TeamTime>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Languages[0]);
            options.SupportedCultures = [.. Languages];
            options.SupportedUICultures = [.. Languages];
        });
        return services;
    }

    /// <summary>Headers first, so that every answer carries them; then the person's language.</summary>
    public static IApplicationBuilder UseFrontEnd(this IApplicationBuilder app) =>
        app.UseSecurityHeaders().UseRequestLocalization();
}
