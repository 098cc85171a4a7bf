using Microsoft.AspNetCore.Routing;

namespace Wellbeing.Web.Tests.Hosting;

/// <summary>A route as a client knows it.</summary>
public static class Routes
{
    /// <summary>With a slash in front and no constraints: <c>/api/v1/flags/{id}</c>.</summary>
    public static string Pattern(RouteEndpoint endpoint) =>
        "/"
        + string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter =>
                                $"{{{parameter.Name}}}",
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator =>
                                separator.Content,
                            _ => throw new NotSupportedException(part.ToString()),
                        }
                    )
                )
            )
        );

    /// <summary>Those it answers; GET and POST where it names none, as pages do.</summary>
    public static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            ? methods
            : ["GET", "POST"];
}
