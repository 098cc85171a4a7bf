using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Wellbeing.App.Accounts;

namespace Wellbeing.Web.Api;

/// <summary>
/// A token speaks for an account as it was at sign-in. Refuses it once the account was disabled, its password changed
/// or a role taken away, instead of when the token happens to expire.
/// </summary>
internal sealed class SessionStillValidFilter(SignInManager<Account> signIn, UserManager<Account> accounts)
    : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var user = context.HttpContext.User;
        if (user.IsClient())
            return await next(context); // Its key was looked up a moment ago.
        if (await signIn.ValidateSecurityStampAsync(user) is not { } account)
            return ApiProblem.SignInAgain();
        var roles = await accounts.GetRolesAsync(account);
        return user.FindAll(ClaimTypes.Role).All(claim => roles.Contains(claim.Value))
            ? await next(context)
            : ApiProblem.SignInAgain();
    }
}
