using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.Web.Components;

namespace Wellbeing.Web.Setup;

/// <summary>Names of the policies. Every page and endpoint carries one, or says that it is open to anybody.</summary>
public static class Policies
{
    public const string Participant = "Participant";
    public const string Nurse = "Nurse";
    public const string Administrator = "Administrator";
    public const string Staff = "Staff";

    /// <summary>The same for the API, by bearer token only: a cookie would let other sites act for a signed-in person.</summary>
    public const string ApiPrefix = "Api.";
}

/// <summary>Who is who: cookie for pages, bearer token for the API, closed by default.</summary>
internal static class SignIn
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddBearerToken(IdentityConstants.BearerScheme)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            // The __Host- prefix needs https, which the demo on localhost does without.
            cookie.Cookie.Name = environment.IsDevelopment() ? "wellbeing" : "__Host-wellbeing";
            cookie.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // Strict would ask people who follow a mail's link to sign in again.
            cookie.Cookie.HttpOnly = true;
            cookie.LoginPath = Navigation.SignIn;
            cookie.AccessDeniedPath = "/NotAllowed";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
            cookie.SlidingExpiration = true;
        });
        services.AddIdentityCore<Account>(identity =>
            {
                identity.Password.RequiredLength = 12;
                identity.Password.RequireNonAlphanumeric = false;
                identity.User.RequireUniqueEmail = true;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<WellbeingDb>()
            .AddSignInManager<EnabledSignInManager>()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddDefaultTokenProviders();
        services.AddScoped<SignInAudit>();
        // A disabled account or a changed role takes effect within a minute.
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));

        services.AddAuthorization(authorization =>
        {
            Add(Policies.Participant, nameof(Roles.Participant));
            Add(Policies.Nurse, nameof(Roles.Nurse));
            Add(Policies.Administrator, nameof(Roles.Administrator));
            Add(Policies.Staff, nameof(Roles.Nurse), nameof(Roles.Administrator));
            // Whatever names no policy is closed to everybody: forgetting one is noticed at once.
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build();

            void Add(string policy, params string[] roles)
            {
                authorization.AddPolicy(policy, p => p.RequireRole(roles));
                authorization.AddPolicy(Policies.ApiPrefix + policy, p => p.AddAuthenticationSchemes(IdentityConstants.BearerScheme).RequireRole(roles));
            }
        });
        return services;
    }

    /// <summary>The signed-in person, for a request to the application.</summary>
    public static Actor ToActor(this ClaimsPrincipal user)
    {
        var roles = user.FindAll(ClaimTypes.Role).Aggregate(Roles.None, (all, claim) => all | Enum.Parse<Roles>(claim.Value));
        return new Actor(
            Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!),
            user.FindFirstValue(AccountClaims.DisplayName) ?? "",
            roles,
            user.FindFirstValue(AccountClaims.ParticipantId) is { } id ? Guid.Parse(id) : null);
    }
}

/// <summary>Refuses accounts that an administrator disabled.</summary>
internal sealed class EnabledSignInManager(
    UserManager<Account> users, IHttpContextAccessor context, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> log, Microsoft.AspNetCore.Authentication.IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(users, context, claims, options, log, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Account user) => user.Enabled && await base.CanSignInAsync(user);

    // Asked about cookies every minute, about tokens at each use: disabling an account ends what it began.
    public override async Task<Account?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { } user && await CanSignInAsync(user) ? user : null;
}

/// <summary>Adds the name colleagues read, and whose check-ins are the person's own.</summary>
internal sealed class AccountClaims(
    UserManager<Account> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options, WellbeingDb db)
    : UserClaimsPrincipalFactory<Account, IdentityRole<Guid>>(users, roles, options)
{
    public const string DisplayName = "display_name";
    public const string ParticipantId = "participant_id";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        if (await db.Participants.Where(p => p.AccountId == user.Id).Select(p => (Guid?)p.Id).SingleOrDefaultAsync() is { } id)
            identity.AddClaim(new Claim(ParticipantId, id.ToString("D")));
        return identity;
    }
}
