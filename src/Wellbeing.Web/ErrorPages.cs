namespace Wellbeing.Web;

/// <summary>What somebody sees when something went wrong: a kind page, or problem details (RFC 9457) for the
/// API.</summary>
internal static class ErrorPages
{
    public const string ApiPath = "/api";

    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseWhen(
            IsApi,
            api =>
            {
                api.UseExceptionHandler();
                api.UseStatusCodePages();
            }
        );
        app.UseWhen(
            context => !IsApi(context),
            pages =>
            {
                pages.UseExceptionHandler(
                    new ExceptionHandlerOptions
                    {
                        ExceptionHandlingPath = "/Error",
                        StatusCodeSelector = DatabaseUnavailable.Status,
                    }
                );
                pages.UseStatusCodePagesWithReExecute("/Error", "?status={0}");
            }
        );
        return app;
    }

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase);
}
