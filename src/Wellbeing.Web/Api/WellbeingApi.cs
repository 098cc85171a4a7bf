using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Api;

/// <summary>The JSON API: the same requests as the pages', no second logic.</summary>
internal static class WellbeingApi
{
    public static IServiceCollection AddWellbeingApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<RefusalsAsProblems>();
        services.AddOpenApi("v1");
        return services;
    }

    public static void MapWellbeingApi(this WebApplication app)
    {
        if (app.Environment.IsDevelopment() || app.Configuration.GetValue("OpenApi:Enabled", false)) app.MapOpenApi().AllowAnonymous();
    }
}
