using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Wellbeing.Web.Api;

/// <summary>Turns what the application refuses, and what could not be read, into the API's answers.</summary>
internal sealed partial class RefusalsAsProblems(IProblemDetailsService problems, IOptions<JsonOptions> json)
    : IExceptionHandler
{
    /// <summary>The name in <c>errors</c> of what is wrong with the body as a whole.</summary>
    public const string Body = "body";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (!httpContext.Request.Path.StartsWithSegments(ErrorPages.ApiPath, StringComparison.OrdinalIgnoreCase))
            return false;
        ProblemDetails? problem = exception switch
        {
            ValidationException invalid => Invalid(invalid.Errors.Select(e => (Field(e.PropertyName), e.ErrorMessage))),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Unreadable(httpContext, bad),
            BadHttpRequestException bad => new ProblemDetails
            {
                Status = bad.StatusCode,
                Title = "The request could not be read.",
                Detail = bad.Message,
            },
            UnauthorizedAccessException => new ProblemDetails
            {
                Status = StatusCodes.Status403Forbidden,
                Title = "You may not do this.",
            },
            _ => null,
        };
        if (problem is null)
            return false;
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem }
        );
    }

    private HttpValidationProblemDetails Unreadable(HttpContext http, BadHttpRequestException bad)
    {
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (bad.InnerException is JsonException fault)
        {
            var type = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
            return Invalid(JsonFaults.Explain(fault, type ?? typeof(object), json.Value.SerializerOptions));
        }

        if (BadParameter().Match(bad.Message) is { Success: true } match)
        {
            var name = match.Groups["name"].Value;
            var type = endpoint
                ?.Metadata.OfType<IParameterBindingMetadata>()
                .FirstOrDefault(p => p.Name == name)
                ?.ParameterInfo.ParameterType;
            return Invalid([(name, $"Expected {JsonFaults.Expected(type ?? typeof(string))}.")]);
        }

        return Invalid([(Body, "Expected a JSON object.")]);
    }

    private static HttpValidationProblemDetails Invalid(IEnumerable<(string Field, string Message)> errors) =>
        new(errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Message).Distinct().ToArray()))
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "Some values cannot be used.",
        };

    /// <summary>A property's path as the JSON writes it.</summary>
    private static string Field(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    [GeneratedRegex("""^Failed to bind parameter "\S+ (?<name>\w+)" from """)]
    private static partial Regex BadParameter();
}
