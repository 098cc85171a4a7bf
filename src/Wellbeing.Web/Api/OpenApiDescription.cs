using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Wellbeing.App.Accounts;

namespace Wellbeing.Web.Api;

/// <summary>What <c>/openapi/v1.json</c> says beyond what the endpoints say themselves.</summary>
internal static class OpenApiDescription
{
    private const string Scheme = "bearer";
    private const string KeyScheme = "apiKey";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description =>
            description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info.Title = "Wellbeing API";
                document.Info.Version = "v1";
                document.Info.Description =
                    "Check-ins, flags, invitations, how people are reached and thresholds. Sign in with POST /api/v1/identity/login and send the access token as a bearer token; "
                    + "a program sends the key that an administrator made for it instead. "
                    + "Errors are problem details (RFC 9457); 'errors' names the JSON field. Instants are ISO 8601 in UTC.";
                // Wherever the document is read, it is about the server it came from.
                document.Servers = null;
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The accessToken of POST /api/v1/identity/login. Cookies are not accepted.",
                };
                document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = $"{ApiKey.Prefix}...",
                    Description =
                        "The key of a program, made under Administration, API clients. It may do what its scopes say: each operation names the one it needs.",
                };
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                if (!metadata.OfType<IAllowAnonymous>().Any())
                {
                    operation.Security ??= [];
                    operation.Security.Add(
                        new OpenApiSecurityRequirement
                        {
                            [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [],
                        }
                    );
                    if (metadata.OfType<OpenToClients>().SingleOrDefault() is { } open)
                    {
                        operation.Security.Add(
                            new OpenApiSecurityRequirement
                            {
                                [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [],
                            }
                        );
                        operation.Description =
                            $"With a program's key: scope {ApiJson.Name(open.Scope)}. 429 with Retry-After where it asks too often.";
                    }
                }

                return Task.CompletedTask;
            }
        );
    }

    /// <summary>Says which words a parameter of the query takes.</summary>
    public static RouteHandlerBuilder WithNames<TEnum>(this RouteHandlerBuilder endpoint, string parameter)
        where TEnum : struct, Enum =>
        endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                if (operation.Parameters?.SingleOrDefault(p => p.Name == parameter)?.Schema is OpenApiSchema schema)
                    schema.Enum =
                    [
                        .. ApiJson.Names(typeof(TEnum)).Select(name => (System.Text.Json.Nodes.JsonNode)name),
                    ];
                return Task.CompletedTask;
            }
        );
}
