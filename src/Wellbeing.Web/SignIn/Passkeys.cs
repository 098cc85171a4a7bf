using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Site;

namespace Wellbeing.Web.SignIn;

/// <summary>Passkeys, by ASP.NET Core Identity.</summary>
internal static class Passkeys
{
    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.TryAddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = "required"; // So that one passkey is two factors.
            passkeys.ResidentKeyRequirement = "required"; // Nobody types an address, and nobody learns which ones are known.
            passkeys.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && IsOurs(context));
        });
        return services;
    }

    /// <summary>This site's own address: as asked for, or as configured where a proxy stands before it.</summary>
    private static bool IsOurs(PasskeyOriginValidationContext context)
    {
        if (!Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin))
            return false;
        var request = context.HttpContext.Request;
        var site = new Uri(
            context.HttpContext.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value.BaseUrl
        );
        return IsOf(new Uri($"{request.Scheme}://{request.Host}")) || IsOf(site);

        bool IsOf(Uri address) =>
            Uri.Compare(
                origin,
                address,
                UriComponents.SchemeAndServer,
                UriFormat.Unescaped,
                StringComparison.OrdinalIgnoreCase
            ) == 0;
    }
}
