using Microsoft.AspNetCore.Identity;
using Wellbeing.App.Accounts;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Startup;

namespace Wellbeing.Web.SignIn;

/// <summary>Who needs a second factor: everybody who works here. They hold other people's words.</summary>
internal sealed class SecondFactor(
    IHostEnvironment environment,
    IConfiguration configuration,
    UserManager<Account> accounts
)
{
    /// <summary>An account without the roles its owner has, until they have set up a second factor.</summary>
    public const string ToSetUp = "second_factor_to_set_up";

    public const string Page = "/Account/SecondFactor";

    public static bool IsStaff(string? role) => role is nameof(Roles.Nurse) or nameof(Roles.Administrator);

    /// <summary>True for staff, but for the sign-ins of the demo.</summary>
    public bool IsNeededBy(Account account, IEnumerable<string> roles) =>
        roles.Any(IsStaff) && !DemoDoor.LetsIn(account, environment, configuration);

    /// <summary>True when their account has one: an authenticator app, or a passkey, which is both factors in
    /// one.</summary>
    public async Task<bool> IsSetUp(Account account) =>
        account.TwoFactorEnabled || (await accounts.GetPasskeysAsync(account)).Count > 0;
}
