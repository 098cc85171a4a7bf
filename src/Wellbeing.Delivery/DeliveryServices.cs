using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Delivery.Webhooks;

namespace Wellbeing.Delivery;

/// <summary>Registers what this project offers.</summary>
public static class DeliveryServices
{
    /// <summary>
    /// Adds the <see cref="IMailer"/> that <c>Mail:Transport</c> names. The settings are checked when the host starts;
    /// without a host, when they are first read. Uses the registered <see cref="TimeProvider"/>, or the system's.
    /// </summary>
    public static IServiceCollection AddWellbeingDelivery(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var setup = new MailOptionsSetup(configuration);
        services.AddSingleton<IConfigureOptions<MailOptions>>(setup);
        services.AddSingleton<IValidateOptions<MailOptions>>(setup);
        services.AddOptions<MailOptions>().ValidateOnStart();

        var bounces = new BounceOptionsSetup(configuration);
        services.AddSingleton<IConfigureOptions<BounceOptions>>(bounces);
        services.AddSingleton<IValidateOptions<BounceOptions>>(bounces);
        services.AddOptions<BounceOptions>().ValidateOnStart();
        services.TryAddSingleton<BounceMailbox>();
        services.TryAddSingleton<IBounceMailbox>(provider => provider.GetRequiredService<BounceMailbox>());

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddOptions<WebhookOptions>()
            .Bind(configuration.GetSection(WebhookOptions.Section))
            .Validate(
                o => o.TimeoutSeconds is >= 1 and <= 60,
                "Webhooks:TimeoutSeconds is not a number from 1 to 60. Correct it, or remove it for the default of 10."
            )
            .ValidateOnStart();
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<IWebhookSender>(provider => provider.GetRequiredService<WebhookSender>());
        services.TryAddSingleton<MimeBuilder>();
        services.TryAddSingleton<FileMailer>();
        services.TryAddSingleton<SmtpMailer>();
        services.TryAddSingleton<IMailer>(provider =>
            provider.GetRequiredService<IOptions<MailOptions>>().Value.Transport switch
            {
                MailTransport.File => provider.GetRequiredService<FileMailer>(),
                MailTransport.Smtp => provider.GetRequiredService<SmtpMailer>(),
                _ => throw new System.Diagnostics.UnreachableException(),
            }
        );
        return services;
    }
}
