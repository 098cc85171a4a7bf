using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wellbeing.App.Site;
using Wellbeing.Delivery;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Hosting;

/// <summary>The settings of a server beside those that the application and its edges bring, and the judgement on all of
/// them.</summary>
public static class ServerSettings
{
    /// <summary>Adds them, and <see cref="Judgement"/>. The database's own: <see cref="ServerDatabase"/>.</summary>
    /// <param name="mayHaveDemo">False for a program that holds no demo, and outside Development: settings for one are
    /// a mistake there.</param>
    public static IServiceCollection AddServerSettings(
        this IServiceCollection services,
        IConfiguration configuration,
        bool mayHaveDemo
    )
    {
        services
            .AddOptions<JobsOptions>()
            .Bind(configuration.GetSection(JobsOptions.Section))
            .Validate(
                o => o.EverySeconds is >= 1 and <= 60,
                "Jobs:EverySeconds is not a number from 1 to 60. Correct it, or remove it for the default of 15."
            )
            .ValidateOnStart();
        services
            .AddOptions<SignInLimits>()
            .Bind(configuration.GetSection(SignInLimits.Section))
            .Validate(
                o => o.AttemptsPerMinute is >= 1 and <= 100_000,
                "SignIn:AttemptsPerMinute is not a number from 1 to 100000. Correct it, or remove it for the default of 30."
            )
            .ValidateOnStart();
        services
            .AddOptions<ApiLimits>()
            .Bind(configuration.GetSection(ApiLimits.Section))
            .Validate(
                o => o.RequestsPerMinute is >= 1 and <= 100_000,
                "Api:RequestsPerMinute is not a number from 1 to 100000. Correct it, or remove it for the default of 120."
            )
            .ValidateOnStart();
        services.AddOptions<OpenApiOptions>().Bind(configuration.GetSection(OpenApiOptions.Section)).ValidateOnStart();
        services
            .AddOptions<DemoOptions>()
            .Bind(configuration.GetSection(DemoOptions.Section))
            .Validate(
                o => o.Seed is not true || mayHaveDemo,
                "Demo:Seed is true, but nothing published has a demo, and nothing outside Development makes one. Remove it; 'dotnet run --project src/Wellbeing.Web' starts with the demo."
            )
            .Validate(
                o => o.WithoutSecondFactor is not true || mayHaveDemo,
                "Demo:WithoutSecondFactor is true where there is no demo. Remove it: everybody who works here needs a second factor."
            )
            .ValidateOnStart();

        services
            .AddOptions<ProductionOptions>()
            .Bind(configuration.GetSection(ProductionOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<ProductionRules>();
        services.AddSingleton<IValidateOptions<MailOptions>>(provider =>
            provider.GetRequiredService<ProductionRules>()
        );
        services.AddSingleton<IValidateOptions<SiteOptions>>(provider =>
            provider.GetRequiredService<ProductionRules>()
        );
        services.AddSingleton<IValidateOptions<KeysOptions>>(provider =>
            provider.GetRequiredService<ProductionRules>()
        );
        services.AddSingleton(provider => new Judgement(provider, Judgement.TypesOf(services)));
        return services;
    }
}
