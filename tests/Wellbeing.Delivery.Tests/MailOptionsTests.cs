using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Tests;

/// <summary>A wrong setting is found at start, and the message says which one and what to do.</summary>
public sealed class MailOptionsTests
{
    private static readonly string[] _working = ["Transport=Smtp", "Host=mail.example.org", "From=support@example.org"];

    [Theory]
    [InlineData(
        "Transport=Smtp;From=a@example.org",
        "Mail:Host is empty. Set it to your mail server's name, or set Mail:Transport=File."
    )]
    [InlineData("Transport=Pigeon", "Mail:Transport is \"Pigeon\". Set it to File or Smtp.")]
    [InlineData("Transport=1", "Mail:Transport is \"1\". Set it to File or Smtp.")]
    [InlineData("Tls=Maybe", "Mail:Tls is \"Maybe\". Set it to None or StartTls or Implicit.")]
    [InlineData(
        "Port=smtp",
        "Mail:Port is \"smtp\", which is not a whole number. Correct it, or remove it for the default."
    )]
    [InlineData("Port=70000", "Mail:Port is 70000. Set it to 1 to 65535, or remove it for the usual port.")]
    [InlineData("TimeoutSeconds=0", "Mail:TimeoutSeconds is 0. Set it to 1 to 60.")]
    [InlineData("CheckRevocation=perhaps", "Mail:CheckRevocation is \"perhaps\". Set it to true or false.")]
    [InlineData(
        "From=The team <a@b.example>",
        "Mail:From is \"The team <a@b.example>\", which is not an address. Set it to one like support@example.org; a name goes to Mail:FromName."
    )]
    [InlineData(
        "Transport=Smtp;From=a@example.org;Host=smtp://mail.example.org:587",
        "Mail:Host is \"smtp://mail.example.org:587\", which is not a host name. Set only the name there, like mail.example.org, and the port in Mail:Port."
    )]
    [InlineData(
        "Transport=Smtp;Host=mail.example.org",
        "Mail:From is still wellbeing@localhost. Set it to an address at your own domain that somebody reads."
    )]
    [InlineData(
        "Transport=Smtp;From=a@example.org;Host=mail.example.org;User=u",
        "Mail:Password is empty but Mail:User is set. Set the environment variable Mail__Password, or remove the user."
    )]
    [InlineData(
        "Transport=Smtp;From=a@example.org;Host=mail.example.org;Password=p",
        "Mail:User is empty but Mail:Password is set. Set the sign-in name too, or remove the password."
    )]
    [InlineData(
        "Transport=Smtp;From=a@example.org;Host=mail.example.org;User=u;Password=p;Tls=None",
        "Mail:Tls is None, which would send Mail:Password readable by others to mail.example.org. Set Mail:Tls=StartTls or Mail:Tls=Implicit."
    )]
    public void A_wrong_setting_is_named_with_the_way_out(string settings, string message)
    {
        var problem = Assert.Throws<OptionsValidationException>(() => Read(settings.Split(';')));

        Assert.Equal(message, Assert.Single(problem.Failures));
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Several_wrong_settings_are_all_told_at_once() =>
        Assert.Equal(
            3,
            Assert
                .Throws<OptionsValidationException>(() => Read(["Transport=Smtp", "From=x", "TimeoutSeconds=99"]))
                .Failures.Count()
        );

    [Fact]
    public void They_are_found_when_the_host_starts_not_with_the_first_message()
    {
        using var services = new ServiceCollection()
            .AddWellbeingDelivery(Configuration(["Transport=Smtp", "From=a@example.org"]))
            .BuildServiceProvider();

        // What every host runs before it starts anything.
        var problem = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );
        Assert.Contains("Mail:Host is empty", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_password_may_go_unencrypted_to_this_machine_only(string host) =>
        Assert.Equal(MailTls.None, Read([.. _working, $"Host={host}", "Tls=None", "User=u", "Password=p"]).Tls);

    [Theory]
    [InlineData("StartTls", 587)]
    [InlineData("implicit", 465)]
    [InlineData("None", 25)]
    public void The_usual_port_follows_from_the_encryption(string tls, int port) =>
        Assert.Equal(port, Read([.. _working, $"Tls={tls}"]).EffectivePort);

    [Fact]
    public void Without_any_setting_messages_become_files_and_encryption_is_required_of_servers()
    {
        var options = Read([]);

        Assert.Equal(
            (MailTransport.File, MailTls.StartTls, 30, "App_Data/mail"),
            (options.Transport, options.Tls, options.TimeoutSeconds, options.Folder)
        );
        Assert.True(options.CheckRevocation);
    }

    [Fact]
    public void One_attempt_always_ends_well_within_the_five_minutes_a_claim_lasts()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), Read(["TimeoutSeconds=60"]).AttemptLimit);
        Assert.Equal(TimeSpan.FromSeconds(20), Read(["TimeoutSeconds=5"]).AttemptLimit);
    }

    [Fact]
    public async Task Registered_for_files_the_mailer_writes_under_the_content_root()
    {
        var root = Directory.CreateTempSubdirectory("wellbeing-root-").FullName;
        try
        {
            await using var services = new ServiceCollection()
                .AddSingleton<IHostEnvironment>(new Environment(root))
                .AddWellbeingDelivery(Configuration([]))
                .BuildServiceProvider();

            Assert.IsType<DeliveryOutcome.Accepted>(
                await services.GetRequiredService<IMailer>().Send(Given.Mail(), default)
            );
            Assert.Single(Directory.GetFiles(Path.Combine(root, "App_Data", "mail"), "*.eml"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Registered_for_a_server_the_mailer_speaks_SMTP_and_can_be_disposed_either_way()
    {
        // Not asynchronous on purpose: a container disposed the plain way throws for services that can only do the
        // other.
        using var services = new ServiceCollection()
            .AddWellbeingDelivery(Configuration(_working))
            .BuildServiceProvider();

        Assert.IsType<SmtpMailer>(services.GetRequiredService<IMailer>());
        Assert.Same(services.GetRequiredService<IMailer>(), services.GetRequiredService<SmtpMailer>());
    }

    private static IConfiguration Configuration(IEnumerable<string> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Select(s => s.Split('=', 2))
                    .GroupBy(s => s[0])
                    .ToDictionary(g => $"Mail:{g.Key}", g => (string?)g.Last()[1])
            )
            .Build();

    private static MailOptions Read(IEnumerable<string> settings)
    {
        using var services = new ServiceCollection()
            .AddWellbeingDelivery(Configuration(settings))
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<MailOptions>>().Value;
    }

    private sealed record Environment(string ContentRootPath) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";
        public string ApplicationName { get; set; } = "Test";
        string IHostEnvironment.ContentRootPath
        {
            get => ContentRootPath;
            set => throw new NotSupportedException();
        }
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
