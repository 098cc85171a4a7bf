using System.ComponentModel;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Api;

/// <param name="Email">The account's e-mail address.</param>
internal sealed record Login(string Email, string Password);

/// <param name="RefreshToken">Of the last sign-in or refresh.</param>
internal sealed record Refresh(string RefreshToken);

/// <summary>Tokens for an account that exists. Accounts are made by the team: nobody registers here.</summary>
internal static class IdentityEndpoints
{
    // Verified against when there is no account, so that an unknown address takes as long as a wrong password.
    private static readonly string _nobodysHash = new PasswordHasher<Account>().HashPassword(new Account(), "nobody's password");

    public static void MapIdentity(this RouteGroupBuilder api)
    {
        var identity = api.MapGroup("/identity").WithTags("Identity").AllowAnonymous().RequireRateLimiting(RateLimits.SignIn)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        identity.MapPost("/login", Login).WithName("login")
            .WithSummary("Sign in: an access token for the other endpoints, and a refresh token for later.")
            .Produces<AccessTokenResponse>();
        identity.MapPost("/refresh", Refresh).WithName("refresh")
            .WithSummary("Exchange a refresh token for new tokens.")
            .Produces<AccessTokenResponse>();
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> Login(
        Login body, HttpResponse response, UserManager<Account> accounts, SignInManager<Account> signIn, SignInAudit audit)
    {
        response.Headers.CacheControl = "no-store";
        var account = body.Email.Contains('\0') ? null : await accounts.FindByEmailAsync(body.Email.Trim());
        var result = account is null ? SignInResult.Failed : await signIn.CheckPasswordSignInAsync(account, body.Password, lockoutOnFailure: true);
        if (account is null || result.IsNotAllowed || result.IsLockedOut) accounts.PasswordHasher.VerifyHashedPassword(new Account(), _nobodysHash, body.Password);
        if (account is null || !result.Succeeded)
        {
            await audit.Refused(account, result);
            return ApiProblem.SignInRefused();
        }

        await audit.SignedIn(account, "by=token");
        return TypedResults.SignIn(await signIn.CreateUserPrincipalAsync(account), authenticationScheme: IdentityConstants.BearerScheme);
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> Refresh(
        Refresh body, HttpResponse response, IOptionsMonitor<BearerTokenOptions> tokens, SignInManager<Account> signIn, SignInAudit audit, TimeProvider clock)
    {
        response.Headers.CacheControl = "no-store";
        var ticket = tokens.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (ticket?.Properties.ExpiresUtc is not { } expires || clock.GetUtcNow() >= expires
            || await signIn.ValidateSecurityStampAsync(ticket.Principal) is not { } account)
        {
            await audit.Refused(null, SignInResult.Failed);
            return ApiProblem.SignInAgain();
        }

        await audit.SignedIn(account, "by=refresh-token");
        return TypedResults.SignIn(await signIn.CreateUserPrincipalAsync(account), authenticationScheme: IdentityConstants.BearerScheme);
    }
}
