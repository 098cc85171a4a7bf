using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Site;
using Wellbeing.App.SupportContacts;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.App.Wording;

namespace Wellbeing.App;

/// <summary>Registers everything the product does. The host adds the database, the mailer and the clock.</summary>
public static class AppServices
{
    // Found by reflection once a process, however many hosts it builds: tests build one each.
    private static readonly Lazy<IReadOnlyList<ServiceDescriptor>> _useCases = new(() => [.. UseCases()]);

    public static IServiceCollection AddWellbeingApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection(SiteOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsValidator>();
        services.AddOptions<TeamOptions>().Bind(configuration.GetSection(TeamOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TeamOptions>, TeamOptionsValidator>();

        services
            .AddOptions<RetentionOptions>()
            .Bind(configuration.GetSection(RetentionOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services
            .AddOptions<RegistrationOptions>()
            .Bind(configuration.GetSection(RegistrationOptions.Section))
            .Validate(
                o => o.MinimumAge is >= 16 and <= 99,
                "Registration:MinimumAge is not a number from 16 to 99. Correct it, or remove it for the default of 18."
            )
            .ValidateOnStart();

        services
            .AddOptions<WatchOptions>()
            .Bind(configuration.GetSection(WatchOptions.Section))
            .Validate(
                o => o.UrlIsRight,
                "Watch:PingUrl is not an address. Set it to what your monitor gave you, such as https://monitor.example.org/ping/..., or leave it empty."
            )
            .Validate(
                o => o.PingEverySeconds is >= 10 and <= 3600,
                "Watch:PingEverySeconds is not a number from 10 to 3600. Correct it, or remove it for the default of 60."
            )
            .ValidateOnStart();
        services
            .AddOptions<ThresholdOptions>()
            .Bind(configuration.GetSection(ThresholdOptions.Section))
            .ValidateOnStart();
        services
            .AddOptions<SupportNumbersOptions>()
            .Bind(configuration.GetSection(SupportNumbersOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SupportNumbersOptions>>(new SupportNumbersValidator(configuration));
        services.AddSingleton<IPostConfigureOptions<SupportNumbersOptions>, SupportNumbersOptions.Defaults>();
        services.AddSingleton<SiteInForce>();
        services.AddSingleton<QuestionsInForce>();
        services.AddSingleton<IPostConfigureOptions<SupportNumbersOptions>, NumbersInForce>();

        services.AddIdentitySchema();
        services.AddLocalization(localization => localization.ResourcesPath = "Resources");
        services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.Replace(ServiceDescriptor.Singleton<IStringLocalizerFactory, SentenceFactory>());
        services.AddSingleton(TextSource.Of<MailText>());
        services.AddSingleton(TextSource.Of<FindingText>());
        services.AddSingleton<TextCatalogue>();
        foreach (var found in _useCases.Value)
            services.Add(found);

        services.TryAddSingleton<SealedText>();
        services.AddSingleton<ThresholdVersions>();
        services.AddScoped<ThresholdsInForce>();
        services.AddScoped<FindingSureness>();
        services.AddSingleton<Calibrations>();
        services.AddScoped<QuestionBook>();
        services.AddSingleton<NotHeardStandings>();
        services.AddScoped<SeriesReader>();
        services.AddScoped<StretchReader>();
        services.AddScoped<CohortReader>();
        services.AddScoped<Reassessment>();
        services.AddScoped<HeldWork>();
        services.AddScoped<FlagRaiser>();
        services.AddSingleton<TeamZone>();
        services.AddScoped<TeamHours>();
        services.AddScoped<ReadingPromises>();
        services.AddScoped<NumberEditions>();
        services.AddScoped<Unread>();
        services.AddScoped<RotaReader>();
        services.AddScoped<TurnChanges>();
        services.AddScoped<Duty>();
        services.AddScoped<Recipients>();
        services.AddScoped<Ladder>();
        services.AddScoped<Outage>();
        services.AddSingleton<SweepIntervals>();
        services.AddScoped<MessageLinks>();
        services.AddSingleton<ReminderLinks>();
        services.AddScoped<MessageWriter>();
        foreach (var kind in MessageKinds.Types)
            services.AddSingleton(typeof(MessageKind), kind);
        services.AddSingleton<MessageKinds>();
        services.AddScoped<PromptMailsSent>();
        services.AddSingleton<MessageComposer>();
        services.AddScoped<QuestionEdits>();
        services.AddScoped<LeafletCodes>();
        services.AddScoped<InvitationLinks>();
        services.AddScoped<FamilyRecords>();
        services.AddScoped<AccountLinkTokens>();
        services.AddScoped<WhenRead>();
        services.AddScoped<AuditSearch>();
        services.AddScoped<EmailChangeLinks>();
        services.AddScoped<StaffDirectory>();
        services.AddScoped<NominationLinks>();
        services.AddScoped<ContactLinks>();
        services.AddScoped<CheckInChanges>();
        services.AddScoped<DraftStore>();
        services.AddScoped<ExperienceDue>();
        services.AddScoped<ScreenBook>();
        services.AddScoped<CheckInLinkStates>();
        services.AddSingleton<WebhookMessages>();
        services.AddSingleton<ReturnAddresses>();
        services.AddScoped<RefusedAlike>();
        services.AddScoped<CameBack>();
        services.AddScoped<ContactPasses>();
        services.Configure<ReturnAddressOptions>(configuration.GetSection(ReturnAddressOptions.Section));
        services.AddSingleton<Explanations>();
        return services;
    }

    /// <summary>Every handler, and what a request must hold.</summary>
    private static ServiceCollection UseCases()
    {
        var services = new ServiceCollection();
        services.AddMediatR(mediatr =>
        {
            mediatr.RegisterServicesFromAssemblyContaining<SealedText>();
            mediatr.AddOpenBehavior(typeof(LogRequests<,>));
            mediatr.AddOpenBehavior(typeof(Authorise<,>));
            mediatr.AddOpenBehavior(typeof(OneConnection<,>));
            mediatr.AddOpenBehavior(typeof(Validate<,>));
            mediatr.AddOpenBehavior(typeof(RunAgainOnConflict<,>));
        });
        foreach (
            var validator in AssemblyScanner.FindValidatorsInAssembly(
                typeof(SealedText).Assembly,
                includeInternalTypes: true
            )
        )
        {
            // Rules are compiled when a validator is made: those that need nothing of a request are made once.
            var needsNothing = validator.ValidatorType.GetConstructor([]) is not null;
            services.Add(
                new ServiceDescriptor(
                    validator.InterfaceType,
                    validator.ValidatorType,
                    needsNothing ? ServiceLifetime.Singleton : ServiceLifetime.Scoped
                )
            );
        }

        return services;
    }
}
