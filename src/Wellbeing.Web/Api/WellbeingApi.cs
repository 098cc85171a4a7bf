using Microsoft.AspNetCore.Mvc;

namespace Wellbeing.Web.Api;

/// <summary>The JSON API: the same requests as the pages', no second logic.</summary>
internal static class WellbeingApi
{
    public const string Root = "/api/v1";

    public static IServiceCollection AddWellbeingApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiLimits>().Bind(configuration.GetSection(ApiLimits.Section))
            .Validate(o => o.RequestsPerMinute is >= 1 and <= 100_000, "Api:RequestsPerMinute is not a number from 1 to 100000. Correct it, or remove it for the default of 120.")
            .ValidateOnStart();
        services.AddSingleton<ClientBudgets>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        // In every environment, so that what could not be read is told by field.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = static context =>
        {
            if (context.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
                context.ProblemDetails.Detail = "Send the body as JSON, with the header Content-Type: application/json.";
        });
        services.AddExceptionHandler<RefusalsAsProblems>();
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        return services;
    }

    public static void MapWellbeingApi(this WebApplication app)
    {
        var api = app.MapGroup(Root)
            .WithMetadata(new RequestSizeLimitAttribute(1024 * 1024))
            .ProducesValidationProblem();
        api.MapIdentity();

        var signedIn = api.MapGroup("")
            .AddEndpointFilter<ClientLimit>()
            .AddEndpointFilter<StillWelcome>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        signedIn.MapCheckIns();
        signedIn.MapFlags();
        signedIn.MapGuidance();

        if (app.Environment.IsDevelopment() || app.Configuration.GetValue("OpenApi:Enabled", false)) app.MapOpenApi().AllowAnonymous();
    }
}
