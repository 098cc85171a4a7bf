using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Api;

/// <param name="Email">The account's e-mail address.</param>
/// <param name="TwoFactorCode">Staff: the code their authenticator app shows, or a recovery code.</param>
internal sealed record Login(string Email, string Password, string? TwoFactorCode = null);

/// <param name="RefreshToken">Of the last sign-in or refresh.</param>
internal sealed record Refresh(string RefreshToken);

/// <summary>Tokens for an account that exists. Accounts are made by the team: nobody registers here.</summary>
internal static class IdentityEndpoints
{
    // Verified against when no password is, so that an unknown address takes as long as a wrong password.
    private static readonly string _nobodysHash = new PasswordHasher<Account>().HashPassword(
        new Account(),
        "nobody's password"
    );

    private const string Began = "began";

    /// <summary>Tokens are refreshed for so long; then somebody signs in again.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    public static void MapIdentity(this RouteGroupBuilder api)
    {
        var identity = api.MapGroup("/identity")
            .WithTags("Identity")
            .AllowAnonymous()
            .RequireRateLimiting(RateLimits.SignIn)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        identity
            .MapPost("/login", Login)
            .WithName("login")
            .WithSummary("Sign in: an access token for the other endpoints, and a refresh token for later.")
            .Produces<AccessTokenResponse>();
        identity
            .MapPost("/refresh", Refresh)
            .WithName("refresh")
            .WithSummary("Exchange a refresh token for new tokens.")
            .Produces<AccessTokenResponse>();
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> Login(
        Login body,
        HttpResponse response,
        UserManager<Account> accounts,
        SignInManager<Account> signIn,
        SecondFactor secondFactor,
        SignInAudit audit,
        TimeProvider clock
    )
    {
        response.Headers.CacheControl = "no-store";
        var account = body.Email.Contains('\0') ? null : await accounts.FindByEmailAsync(body.Email.Trim());
        var wasLocked = account is not null && await accounts.IsLockedOutAsync(account);
        var result = account is null
            ? SignInResult.Failed
            : await signIn.CheckPasswordSignInAsync(account, body.Password, lockoutOnFailure: true);
        if (account is null || result.IsNotAllowed || wasLocked)
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), _nobodysHash, body.Password);
        if (account is null || !result.Succeeded)
        {
            await audit.Refused(account, result);
            return ApiProblem.SignInRefused();
        }

        if (account.TwoFactorEnabled || secondFactor.IsNeededBy(account, await accounts.GetRolesAsync(account)))
        {
            var code = SecondFactorCode.Clean(body.TwoFactorCode);
            if (code.Length == 0 || !account.TwoFactorEnabled)
                return ApiProblem.SecondFactorNeeded(account.TwoFactorEnabled);
            var fits = SecondFactorCode.IsRecovery(code)
                ? (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded
                : await accounts.VerifyTwoFactorTokenAsync(
                    account,
                    accounts.Options.Tokens.AuthenticatorTokenProvider,
                    code
                );
            if (!fits)
            {
                await accounts.AccessFailedAsync(account);
                await audit.Refused(account, SignInResult.TwoFactorRequired);
                return ApiProblem.SignInRefused();
            }
        }

        await audit.SignedIn(account, SignInMeans.Token);
        return await Tokens(signIn, account, clock.GetUtcNow());
    }

    /// <summary>Refreshing carries on when the sign-in began: that has an end.</summary>
    private static async Task<SignInHttpResult> Tokens(
        SignInManager<Account> signIn,
        Account account,
        DateTimeOffset began
    )
    {
        var principal = await signIn.CreateUserPrincipalAsync(account);
        principal
            .Identities.First()
            .AddClaim(new Claim(Began, began.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return TypedResults.SignIn(principal, authenticationScheme: IdentityConstants.BearerScheme);
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> Refresh(
        Refresh body,
        HttpResponse response,
        IOptionsMonitor<BearerTokenOptions> tokens,
        SignInManager<Account> signIn,
        SignInAudit audit,
        TimeProvider clock
    )
    {
        response.Headers.CacheControl = "no-store";
        var ticket = tokens.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (
            ticket?.Properties.ExpiresUtc is not { } expires
            || clock.GetUtcNow() >= expires
            || !long.TryParse(
                ticket.Principal.FindFirstValue(Began),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var began
            )
            || clock.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(began) + _longest
            || await signIn.ValidateSecurityStampAsync(ticket.Principal) is not { } account
        )
        {
            await audit.Refused(null, SignInResult.Failed);
            return ApiProblem.SignInAgain();
        }

        await audit.SignedIn(account, SignInMeans.RefreshToken);
        return await Tokens(signIn, account, DateTimeOffset.FromUnixTimeSeconds(began));
    }
}
