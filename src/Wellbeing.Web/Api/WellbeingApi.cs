using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OpenApiOptions = Wellbeing.Hosting.Settings.OpenApiOptions;

namespace Wellbeing.Web.Api;

/// <summary>The JSON API: the same requests as the pages', no second logic.</summary>
internal static class WellbeingApi
{
    public const string Root = "/api/v1";

    public static IServiceCollection AddWellbeingApi(this IServiceCollection services)
    {
        services.AddSingleton<ClientBudgets>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        // In every environment, so that what could not be read is told by field.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddProblemDetails(problems =>
            problems.CustomizeProblemDetails = static context =>
            {
                if (context.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
                    context.ProblemDetails.Detail =
                        "Send the body as JSON, with the header Content-Type: application/json.";
            }
        );
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
            .AddEndpointFilter<SessionStillValidFilter>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        signedIn.MapCheckIns();
        signedIn.MapFlags();
        signedIn.MapPeople();
        signedIn.MapInvitations();
        signedIn.MapThresholds();

        if (
            app.Environment.IsDevelopment() || app.Services.GetRequiredService<IOptions<OpenApiOptions>>().Value.Enabled
        )
            app.MapOpenApi().AllowAnonymous();
    }
}
