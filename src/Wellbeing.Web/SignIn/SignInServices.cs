using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Api;
using Wellbeing.Web.Components;

namespace Wellbeing.Web.SignIn;

/// <summary>Names of the policies. Every page and endpoint carries one, or says that it is open to anybody.</summary>
public static class Policies
{
    public const string Participant = "Participant";
    public const string Nurse = "Nurse";
    public const string Administrator = "Administrator";
    public const string Staff = "Staff";

    /// <summary>Staff, also those who have not set up their second factor and may do nothing else.</summary>
    public const string OwnSecondFactor = "OwnSecondFactor";

    /// <summary>Anybody signed in, for how they sign in themselves; also staff whose second factor is not set
    /// up.</summary>
    public const string OwnAccount = "OwnAccount";

    /// <summary>The same for the API, by bearer token only: a cookie would let other sites act for a signed-in
    /// person.</summary>
    public const string ApiPrefix = "Api.";

    /// <summary>The API's, for the staff it was made for and for programs with this scope.</summary>
    public static string Of(ApiScope scope) => $"{ApiPrefix}{scope}";
}

/// <summary>Who is who: cookie for pages, bearer token for the API, closed by default.</summary>
internal static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, IHostEnvironment environment)
    {
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddBearerToken(IdentityConstants.BearerScheme)
            .AddApiKeys()
            .AddIdentityCookies();
        services.AddCheckInLinks(environment);
        services.ConfigureApplicationCookie(cookie =>
        {
            // The __Host- prefix needs https, which the demo on localhost does without.
            cookie.Cookie.Name = environment.IsDevelopment() ? "wellbeing" : "__Host-wellbeing";
            cookie.Cookie.SecurePolicy = environment.IsDevelopment()
                ? CookieSecurePolicy.SameAsRequest
                : CookieSecurePolicy.Always;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // Strict would ask people who follow a mail's link to sign in again.
            cookie.Cookie.HttpOnly = true;
            cookie.LoginPath = Navigation.SignIn;
            cookie.AccessDeniedPath = "/NotAllowed";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
            cookie.SlidingExpiration = true;
            cookie.StaysKnownWhileDatabaseIsAway();
            var toSignIn = cookie.Events.OnRedirectToLogin;
            cookie.Events.OnRedirectToLogin = async context =>
            {
                if (await UnsentForm.Keep(context.HttpContext) is { } ended)
                    context.RedirectUri = QueryHelpers.AddQueryString(context.RedirectUri, UnsentForm.Ended, ended);
                await toSignIn(context);
            };
        });
        services.Configure<MvcOptions>(mvc => mvc.Filters.Add<UnsentFormFilter>());
        services
            .AddIdentityCore<Account>(identity =>
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
            .AddDefaultTokenProviders()
            .AddTokenProvider<SingleUseTotpProvider>(TokenOptions.DefaultAuthenticatorProvider)
            .AddUserStore<SealedUserStore>();
        services.AddPasskeys();
        services.AddSingleton<KeptForm>();
        services.AddScoped<MailedCode>();
        services.AddScoped<SignInAudit>();
        services.AddScoped<SecondFactor>();
        // A disabled account or a changed role takes effect within a minute.
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));

        services.AddAuthorization(authorization =>
        {
            // Who came by a check-in's link is somebody on that check-in's pages alone: see CheckInLinks.
            Add(Policies.Participant, nameof(Roles.Participant), nameof(Roles.CheckInLink));
            Add(Policies.Nurse, nameof(Roles.Nurse));
            Add(Policies.Administrator, nameof(Roles.Administrator));
            Add(Policies.Staff, nameof(Roles.Nurse), nameof(Roles.Administrator));
            authorization.AddPolicy(
                Policies.OwnAccount,
                policy =>
                    policy.RequireAssertion(context =>
                        context.User.HasClaim(SecondFactor.ToSetUp, "true")
                        || new[] { nameof(Roles.Participant), nameof(Roles.Nurse), nameof(Roles.Administrator) }.Any(
                            context.User.IsInRole
                        )
                    )
            );
            authorization.AddPolicy(
                Policies.OwnSecondFactor,
                policy =>
                    policy.RequireAssertion(context =>
                        context.User.HasClaim(SecondFactor.ToSetUp, "true")
                        || context.User.IsInRole(nameof(Roles.Nurse))
                        || context.User.IsInRole(nameof(Roles.Administrator))
                    )
            );
            foreach (var scope in Enum.GetValues<ApiScope>())
            {
                string[] staff = scope is ApiScope.ReadThresholds or ApiScope.InvitePeople
                    ? [nameof(Roles.Nurse), nameof(Roles.Administrator)]
                    : [nameof(Roles.Nurse)];
                authorization.AddPolicy(
                    Policies.Of(scope),
                    p =>
                        p.AddAuthenticationSchemes(ApiKeys.Either)
                            .RequireRole([.. staff, ApiClient.RoleOf(scope).ToString()])
                );
            }

            // Whatever names no policy is closed to everybody: forgetting one is noticed at once. What is not there, or
            // not with this method, is no secret: it is not found, instead of asking people to sign in for it.
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder()
                .RequireAssertion(context =>
                    context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint
                )
                .Build();

            void Add(string policy, params string[] roles)
            {
                authorization.AddPolicy(policy, p => p.RequireRole(roles));
                authorization.AddPolicy(
                    Policies.ApiPrefix + policy,
                    p => p.AddAuthenticationSchemes(ApiKeys.Either).RequireRole(roles)
                );
            }
        });
        return services;
    }

    /// <summary>True for a participant, signed in or come by the link of a check-in.</summary>
    public static bool ChecksIn(this ClaimsPrincipal user) =>
        user.IsInRole(nameof(Roles.Participant)) || user.IsInRole(nameof(Roles.CheckInLink));

    /// <summary>The signed-in person, for a request to the application.</summary>
    public static Actor ToActor(this ClaimsPrincipal user)
    {
        var roles = user.FindAll(ClaimTypes.Role)
            .Aggregate(Roles.None, (all, claim) => all | Enum.Parse<Roles>(claim.Value));
        return new Actor(
            user.FindFirstValue(ClaimTypes.NameIdentifier) is { } account ? Guid.Parse(account) : null,
            user.FindFirstValue(AccountClaims.DisplayName) ?? "",
            roles,
            user.FindFirstValue(AccountClaims.ParticipantId) is { } id ? Guid.Parse(id) : null
        );
    }
}

/// <summary>Adds the name colleagues read, and whose check-ins are the person's own.</summary>
internal sealed class AccountClaims(
    UserManager<Account> users,
    RoleManager<IdentityRole<Guid>> roles,
    IOptions<IdentityOptions> options,
    WellbeingDb db,
    SecondFactor secondFactor
) : UserClaimsPrincipalFactory<Account, IdentityRole<Guid>>(users, roles, options)
{
    public const string DisplayName = "display_name";
    public const string ParticipantId = "participant_id";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        var staff = identity.FindAll(c => c.Type == identity.RoleClaimType && SecondFactor.IsStaff(c.Value)).ToList();
        if (secondFactor.IsNeededBy(user, staff.Select(c => c.Value)) && !await secondFactor.IsSetUp(user))
        {
            // The second factor comes before anybody's words.
            foreach (var role in staff)
                identity.RemoveClaim(role);
            identity.AddClaim(new Claim(SecondFactor.ToSetUp, "true"));
        }

        if (
            await db.Participants.Where(p => p.AccountId == user.Id).Select(p => (Guid?)p.Id).SingleOrDefaultAsync() is
            { } id
        )
            identity.AddClaim(new Claim(ParticipantId, id.ToString("D")));
        return identity;
    }
}
