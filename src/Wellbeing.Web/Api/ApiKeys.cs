using System.Security.Claims;
using System.Text.Encodings.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Api;

/// <summary>Who calls the API: a person by the token of their sign-in, or a program by its key. Both stand in
/// <c>Authorization: Bearer</c>.</summary>
internal static class ApiKeys
{
    /// <summary>The scheme of the API's policies: looks at what the header holds, and asks the one it is for.</summary>
    public const string Either = "Api";

    /// <summary>Programs' own.</summary>
    public const string Scheme = "ApiKey";

    private const string Bearer = "Bearer ";

    public static AuthenticationBuilder AddApiKeys(this AuthenticationBuilder authentication) =>
        authentication
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Scheme, null)
            .AddPolicyScheme(
                Either,
                null,
                either =>
                    either.ForwardDefaultSelector = static http =>
                        KeyIn(http.Request) is null ? IdentityConstants.BearerScheme : Scheme
            );

    /// <summary>The key a request carries; null for none, and for a person's token.</summary>
    public static string? KeyIn(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && header[Bearer.Length..].Trim() is var key
        && key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? key
            : null;

    public static bool IsClient(this ClaimsPrincipal user) => user.Identity?.AuthenticationType == Scheme;

    /// <summary>Opens an endpoint to programs with this scope, beside the staff it is for.</summary>
    public static TBuilder AlsoForClients<TBuilder>(this TBuilder endpoint, ApiScope scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Policies.Of(scope)).WithMetadata(new OpenToClients(scope));
}

/// <summary>Says of an endpoint that programs may call it, and what they need for it.</summary>
internal sealed record OpenToClients(ApiScope Scope);

/// <summary>Recognises a program by its key. Whatever is wrong with a key, the answer is the same.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    ISender sender
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Whoever has a key, before anything is known about them.</summary>
    private static readonly Actor _holder = new(null, "Key of the API", Roles.LinkHolder);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ApiKeys.KeyIn(Request) is not { } key)
            return AuthenticateResult.NoResult();
        if (await sender.Send(new RecogniseApiKey(_holder, key), Context.RequestAborted) is not { } client)
            return AuthenticateResult.Fail("The key opens nothing.");

        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, client.UserId!.Value.ToString("D")),
                new Claim(AccountClaims.DisplayName, client.Name),
                .. Enum.GetValues<ApiScope>()
                    .Select(ApiClient.RoleOf)
                    .Where(client.Is)
                    .Select(role => new Claim(ClaimTypes.Role, role.ToString())),
            ],
            ApiKeys.Scheme
        );
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), ApiKeys.Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer"; // The same as a missing token gets.
        return base.HandleChallengeAsync(properties);
    }
}
