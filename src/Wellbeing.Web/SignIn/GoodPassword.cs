using Microsoft.AspNetCore.Identity;
using Wellbeing.App.Accounts;

namespace Wellbeing.Web.SignIn;

internal static class GoodPassword
{
    /// <summary>Longer ones only keep the hashing busy.</summary>
    private const int Longest = 256;

    /// <summary>True when the account may have this password.</summary>
    public static async Task<bool> IsGoodPassword(this UserManager<Account> accounts, Account account, string? password)
    {
        if (string.IsNullOrEmpty(password) || password.Length > Longest)
            return false;
        foreach (var validator in accounts.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(accounts, account, password)).Succeeded)
                return false;
        }

        return true;
    }
}
