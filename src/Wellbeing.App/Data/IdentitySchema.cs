using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Wellbeing.App.Data;

/// <summary>Identity's tables, passkeys included: the model depends on this option, so every door to the database sets
/// the same.</summary>
public static class IdentitySchema
{
    public static IServiceCollection AddIdentitySchema(this IServiceCollection services) =>
        services.Configure<IdentityOptions>(identity =>
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3
        );

    /// <summary>For design time, where no host provides the option.</summary>
    public static DbContextOptionsBuilder UseIdentitySchema(this DbContextOptionsBuilder options) =>
        options.UseApplicationServiceProvider(new ServiceCollection().AddIdentitySchema().BuildServiceProvider());
}
