using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Wellbeing.Web.Setup;

/// <summary>What somebody sees when something went wrong: a kind page, or problem details (RFC 9457) for the API.</summary>
internal static class ErrorPages
{
    public const string ApiPath = "/api";

    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseWhen(IsApi, api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
        app.UseWhen(context => !IsApi(context), pages =>
        {
            pages.UseExceptionHandler("/Error");
            pages.UseStatusCodePagesWithReExecute("/Error", "?status={0}");
        });
        return app;
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Turns what the application refuses into the API's answers.</summary>
internal sealed class RefusalsAsProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ProblemDetails? problem = exception switch
        {
            ValidationException invalid => new HttpValidationProblemDetails(
                invalid.Errors.GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct().ToArray()))
            {
                Status = StatusCodes.Status400BadRequest,
                Title = "Some values cannot be used.",
            },
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Title = "The request could not be read.", Detail = bad.Message },
            UnauthorizedAccessException => new ProblemDetails { Status = StatusCodes.Status403Forbidden, Title = "You may not do this." },
            _ => null,
        };
        if (problem is null || !httpContext.Request.Path.StartsWithSegments(ErrorPages.ApiPath, StringComparison.OrdinalIgnoreCase)) return false;
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }
}
