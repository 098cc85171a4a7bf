using Microsoft.AspNetCore.StaticAssets;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Site;

namespace Wellbeing.Web;

/// <summary>Keeps what administrators have set about the whole site at hand for every page.</summary>
internal static partial class SiteSettings
{
    public static IApplicationBuilder UseSiteSettings(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (
                    context.GetEndpoint() is { } endpoint
                    && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
                )
                {
                    var services = context.RequestServices;
                    try
                    {
                        var db = services.GetRequiredService<WellbeingDb>();
                        await services
                            .GetRequiredService<SiteInForce>()
                            .Refresh(db, now: false, context.RequestAborted);
                        await services
                            .GetRequiredService<QuestionsInForce>()
                            .Refresh(db, now: false, context.RequestAborted);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        // Old numbers are better than none, for a page that needs nothing else of the database.
                        LogKept(services.GetRequiredService<ILogger<SiteInForce>>(), e.GetType().Name);
                    }
                }

                await next(context);
            }
        );

    [LoggerMessage(LogLevel.Warning, "The site's settings could not be read ({Kind}); those known before are kept")]
    private static partial void LogKept(ILogger log, string kind);
}
