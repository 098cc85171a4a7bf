using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Site;
using Wellbeing.Delivery;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Delivery.Webhooks;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Hosting.Trying;

/// <summary>
/// Judges a server's settings as its start would, and tries what they lead to: database, mail, mailbox, monitor,
/// endpoints, addresses, folders, clock. Changes nothing, sends nothing.
/// </summary>
public static class ServerCheck
{
    private const string Settings = "settings";

    /// <summary>The settings as the server in this folder reads them: its files, its environment.</summary>
    public static async IAsyncEnumerable<Tried> Of(
        string folder,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        WebApplicationBuilder? server = null;
        string? unreadable = null;
        try
        {
            server = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder });
        }
        catch (Exception e) when (OperatorFault.Explain(e) is { } line)
        {
            unreadable = line;
        }

        if (server is null)
        {
            yield return new Tried(Settings, unreadable);
            yield break;
        }

        await using var services = Services(server.Configuration, server.Environment);
        var told = new HashSet<Tried>(); // Two things in one folder are one thing to try.
        await foreach (var tried in Of(services, folder, cancellationToken))
        {
            if (told.Add(tried))
                yield return tried;
        }
    }

    private static async IAsyncEnumerable<Tried> Of(
        ServiceProvider services,
        string folder,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var judgement = services.GetRequiredService<Judgement>();
        var configuration = services.GetRequiredService<IConfiguration>();
        List<string> faults = [.. await judgement.Faults(cancellationToken), .. judgement.UnknownNames()];
        foreach (var fault in faults)
            yield return new Tried(Settings, fault);
        if (faults.Count == 0)
            yield return new Tried(Settings);
        if (IsStrange(folder, judgement, services))
            yield return new Tried(
                "folder",
                Note: $"{folder} holds neither appsettings.json nor a database: only the environment was read. If the server lies elsewhere, name its folder with --folder."
            );

        if (
            judgement.IsRight<SiteOptions>()
            && services.GetRequiredService<IHostEnvironment>().IsProduction()
            && services.GetRequiredService<IOptions<SiteOptions>>().Value is { IsOnlyNear: true } site
        )
            yield return new Tried(
                "Site:BaseUrl",
                Warning: $"'{site.BaseUrl}' is a name that only this network knows: links in mails open for nobody outside of it. Set it to the address people open at home, such as https://wellbeing.example.org."
            );
        await foreach (var address in NetworkTrial.Addresses(configuration))
            yield return address;

        // What cannot be read was named above, and cannot be tried.
        var database = judgement.IsRight<DatabaseOptions>()
            ? services.GetRequiredService<IOptions<DatabaseOptions>>().Value
            : null;
        DatabaseTrial? trial = null;
        if (database is not null)
        {
            trial = await DatabaseTrial.Make(services, database, folder, cancellationToken);
            foreach (var tried in trial.All)
                yield return tried;
        }

        if (trial?.Keys is { } keys && judgement.IsRight<KeysOptions>())
            yield return keys;
        if (database is not null)
            yield return Folder(new AnchorFile(database.AnchorFile(folder)));

        var mail = MailSettings(services);
        if (mail is { Transport: MailTransport.File, TransportIsUnreadable: false })
            yield return Folder(Path.GetFullPath(mail.Folder, folder), "Mail:Folder");
        if (mail.Transport == MailTransport.Smtp && judgement.IsRight<MailOptions>())
            yield return new Tried(
                "mail server",
                await services.GetRequiredService<SmtpMailer>().Try(cancellationToken),
                Warning: services.GetRequiredService<IHostEnvironment>().IsProduction() && mail.HelloName.Length == 0
                    ? "it is greeted without a full name, and many refuse every recipient then. Set Mail:HelloName to this server's, like support.example.org."
                    : null
            );
        if (judgement.IsRight<MailOptions>() && judgement.IsRight<BounceOptions>())
        {
            var bounces = services.GetRequiredService<BounceMailbox>();
            yield return bounces.Enabled
                ? new Tried("bounce mailbox", await bounces.Try(cancellationToken))
                : new Tried("bounce mailbox", Note: "none is set.");
        }

        if (judgement.IsRight<WatchOptions>())
        {
            var watch = services.GetRequiredService<IOptions<WatchOptions>>().Value;
            yield return watch.IsSet
                ? new Tried("monitor", await NetworkTrial.Monitor(watch.PingUrl, cancellationToken))
                : new Tried("monitor", Note: "none is set.");
        }

        if (trial is null || !judgement.IsRight<WebhookOptions>())
            yield break;
        foreach (var (name, url) in trial.Webhooks)
            yield return new Tried(
                $"webhook {name}",
                await services.GetRequiredService<WebhookSender>().Try(url, cancellationToken)
            );
    }

    /// <summary>Nothing shows that a server lies or ever ran there.</summary>
    private static bool IsStrange(string folder, Judgement judgement, ServiceProvider services) =>
        !File.Exists(Path.Combine(folder, "appsettings.json"))
        && judgement.IsRight<DatabaseOptions>()
        && services.GetRequiredService<IOptions<DatabaseOptions>>().Value
            is { Provider: DatabaseProvider.Sqlite } database
        && !File.Exists(ServerDatabase.SqliteFile(database, folder));

    internal static Tried Folder(string folder, string setting) =>
        new(
            $"folder {folder}",
            WritableFolder.Fault(folder, ".wellbeing-check") is { } why
                ? $"It cannot be written ({why}). Make it writable, or set {setting} to another place."
                : null
        );

    private static Tried Folder(AnchorFile anchor) =>
        new($"folder {Path.GetDirectoryName(anchor.Path)}", anchor.Fault());

    private static ServiceProvider Services(IConfiguration configuration, IHostEnvironment environment)
    {
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(configuration)
            .AddSingleton(environment)
            .AddLogging()
            .AddWellbeingApp(configuration)
            .AddWellbeingDelivery(configuration)
            .AddServerDatabase(configuration, environment, makesKeys: false) // Whoever only looks makes none.
            .AddServerSettings(configuration, environment.IsDevelopment());
        return services.BuildServiceProvider();
    }

    /// <summary>Not validated: where mails would go as files is tried also where <c>Production</c> does not allow
    /// that.</summary>
    private static MailOptions MailSettings(IServiceProvider services)
    {
        var options = new MailOptions();
        foreach (var setup in services.GetServices<IConfigureOptions<MailOptions>>())
            setup.Configure(options);
        return options;
    }
}
