using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Outbox;
using Wellbeing.Testing;
using Wellbeing.Testing.Imap;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Resilience.Tests;

/// <summary><c>wellbeing check</c> as an operator runs it: a line for each thing, and nothing is changed or
/// sent.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private static readonly (string User, string Password) _login = ("wellbeing", "correct horse");

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-check-").FullName;
    private readonly ScriptedSmtpServer _smtp = ScriptedSmtpServer.Start(
        new SmtpServerSettings { StartTls = true, Login = _login }
    );
    private readonly ScriptedImapServer _imap = ScriptedImapServer.Start(TestCertificate.Localhost);
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async ValueTask DisposeAsync()
    {
        await _smtp.DisposeAsync();
        await _imap.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_right_is_a_line_each_and_nothing_is_changed_or_sent()
    {
        await using var server = await ServerUnderTest.Create(
            Settings(("Mail__HelloName", "support.wellbeing.example"))
        );
        await AddWebhook(server, _receiver.Url.AbsoluteUri);
        var before = Files(server);

        var (code, said) = await server.Cli("check");

        var key = Regex.Match(said, "key file [0-9a-f]{16}").Value;
        Assert.Equal(
            $"ok settings\nok address http://127.0.0.1:0\nok database\nok folder {server.FileBeside("")}\nok keys: the first start makes them, wrapped by {key}.\nok mail server\nok bounce mailbox\nok monitor: none is set.\nok webhook Pager\n",
            said
        );
        Assert.Equal(0, code);
        Assert.Equal(before, Files(server));
        var session = Assert.Single(_smtp.Sessions);
        Assert.Equal((true, _login.User), (session.Encrypted, session.User));
        Assert.DoesNotContain(session.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Contains("LOGIN", _imap.Commands);
        Assert.DoesNotContain(
            _imap.Commands,
            c => c.Contains("FETCH", StringComparison.Ordinal) || c.Contains("STORE", StringComparison.Ordinal)
        );
        Assert.Empty(_receiver.Received);
    }

    [Theory]
    [InlineData(
        "Mail__Password",
        "wrong",
        "mail server: The mail server refused the sign-in: 5.7.8 bad credentials. Check Mail:User and Mail:Password."
    )]
    [InlineData("SSL_CERT_FILE", "/dev/null", "mail server: The mail server's certificate was refused: ")]
    [InlineData("Mail__Tls", "Implicit", "mail server: No TLS with localhost, port ")]
    [InlineData(
        "Mail__Port",
        "1",
        "mail server: No connection to localhost, port 1: Connection refused. Check Mail:Host, Mail:Port and Mail:Tls, and that it runs."
    )]
    [InlineData("Mail__Bounces__Password", "wrong", "bounce mailbox: The sign-in at localhost was refused: ")]
    [InlineData(
        "Mail__Bounces__Folder",
        "Nowhere",
        "bounce mailbox: There is no folder \"Nowhere\". Check Mail:Bounces:Folder."
    )]
    [InlineData("Mail__Bounces__Port", "1", "bounce mailbox: No connection to localhost, port 1: ")]
    [InlineData(
        "Webhooks__AllowPrivateAddresses",
        "false",
        "webhook Pager: Enter an address that begins with https://."
    )]
    [InlineData("Database__Anchor", "wellbeing.db/wellbeing.anchor", "folder ")]
    [InlineData(
        "Api__RequestsPerMinute",
        "none",
        "settings: Api:RequestsPerMinute is 'none', which cannot be read. Set it to a whole number."
    )]
    [InlineData("Site__Name", " ", "settings: Site:Name is empty. Set it to ")]
    [InlineData(
        "Mail__Hots",
        "smtp.example.org",
        "settings: Mail:Hots is no setting. Did you mean Mail:Host? Correct or remove it."
    )]
    [InlineData(
        "Mial__Host",
        "smtp.example.org",
        "settings: Mial:Host is no setting. Did you mean Mail:Host? Correct or remove it."
    )]
    [InlineData(
        "Mail__Bounces__Adress",
        "bounces@example.org",
        "settings: Mail:Bounces:Adress is no setting. Did you mean Mail:Bounces:Address? Correct or remove it."
    )]
    [InlineData(
        "SupportNumbers__Crisis__0__Numbr",
        "13 11 14",
        "settings: SupportNumbers:Crisis:0:Numbr is no setting. Did you mean SupportNumbers:Crisis:0:Number? Correct or remove it."
    )]
    [InlineData(
        "Team__Colours__Background",
        "red",
        "settings: Team:Colours:Background is no setting, and nothing reads it. Remove it; appsettings.example.json lists every setting."
    )]
    [InlineData(
        "Watch__PingUrl",
        "http://127.0.0.1:1/ping/only-for-us",
        "monitor: No connection to 127.0.0.1 (Connection refused). Correct Watch:PingUrl, or let this machine reach it."
    )]
    [InlineData(
        "SupportNumbers__Emergency__Number",
        "",
        "settings: SupportNumbers:Emergency:Number is empty. Set it to a number as people dial it, such as 000, or remove it for the default."
    )]
    [InlineData(
        "Webhooks__TimeoutSeconds",
        "999",
        "settings: Webhooks:TimeoutSeconds is not a number from 1 to 60. Correct it, or remove it for the default of 10."
    )]
    [InlineData("Site__BaseUrl", "https://care.example.org/sub", "settings: Site:BaseUrl is ")]
    [InlineData(
        "ASPNETCORE_URLS",
        "https://127.0.0.1:0",
        "settings: ASPNETCORE_URLS or Kestrel:Endpoints names https://"
    )]
    [InlineData("Team__Mailbox", "nurses", "settings: Team:Mailbox is 'nurses', which is not an address. ")]
    public async Task What_is_wrong_is_named_with_the_fix_and_the_rest_is_tried_all_the_same(
        string key,
        string value,
        string fault
    )
    {
        await using var server = await ServerUnderTest.Create(
            Settings((key, value), ("Mail__HelloName", "support.wellbeing.example"))
        );
        await AddWebhook(server, _receiver.Url.AbsoluteUri);

        var (code, said) = await server.Cli("check");

        Assert.Equal(1, code);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, l => l.StartsWith($"FAILED {fault}", StringComparison.Ordinal));
        Assert.Contains("ok database", lines);
        Assert.True(lines.Length >= 6, said);
        Assert.All(
            lines,
            l =>
                Assert.True(
                    l.StartsWith("ok ", StringComparison.Ordinal) || l.StartsWith("FAILED ", StringComparison.Ordinal),
                    l
                )
        );
    }

    [Theory]
    [InlineData("https://wellbeing", "", false)]
    [InlineData("https://localhost", "", false)]
    [InlineData("https://wellbeing", "support.example.org", true)]
    [InlineData("https://wellbeing.example.org", "", true)]
    public async Task A_greeting_that_many_mail_servers_refuse_is_told_before_anything_is_sent(
        string site,
        string hello,
        bool full
    )
    {
        await using var server = await ServerUnderTest.Create(
            Settings(("ASPNETCORE_ENVIRONMENT", "Production"), ("Site__BaseUrl", site), ("Mail__HelloName", hello))
        );

        var (_, said) = await server.Cli("check");

        Assert.Contains(
            full
                ? "ok mail server\n"
                : "warn mail server: it is greeted without a full name, and many refuse every recipient then. Set Mail:HelloName to this server's, like support.example.org.\n",
            said,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://wellbeing", true)]
    [InlineData("https://192.168.1.4", true)]
    [InlineData("https://wb.local", true)]
    [InlineData("https://wellbeing.example.org", false)]
    public async Task An_address_that_only_this_network_knows_is_warned_of(string site, bool warned)
    {
        await using var server = await ServerUnderTest.Create(
            Settings(("ASPNETCORE_ENVIRONMENT", "Production"), ("Site__BaseUrl", site))
        );

        var (_, said) = await server.Cli("check");

        var line =
            $"warn Site:BaseUrl: '{site}' is a name that only this network knows: links in mails open for nobody outside of it. Set it to ";
        Assert.True(said.Contains(line, StringComparison.Ordinal) == warned, said);
        Assert.Contains("ok settings\n", said, StringComparison.Ordinal); // It may be meant.
    }

    [Fact]
    public async Task An_address_that_another_program_took_is_named_and_one_of_the_server_itself_is_right()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        _ = other
            .AcceptTcpClientAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .ContinueWith(c => c.Result.Dispose(), TaskScheduler.Default);
        await using var server = await ServerUnderTest.Create(Settings(("ASPNETCORE_URLS", taken)));

        var (code, said) = await server.Cli("check");

        Assert.Equal(1, code);
        Assert.Contains(
            $"FAILED address {taken}: Another program listens there. Stop it, or set ASPNETCORE_URLS to another port, such as http://localhost:5081.\n",
            said,
            StringComparison.Ordinal
        );

        await server.Start();
        var own = server.Http.BaseAddress!.OriginalString;
        (code, said) = await ServerUnderTest.Cli(
            server.FileBeside(""),
            new Dictionary<string, string>(server.Settings) { ["ASPNETCORE_URLS"] = own },
            "check"
        );
        Assert.Equal(0, code);
        Assert.Contains($"ok address {own}: a Wellbeing server runs there.\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_monitor_that_answers_is_right_and_is_not_called()
    {
        using var monitor = new TcpListener(IPAddress.Loopback, 0);
        monitor.Start();
        await using var server = await ServerUnderTest.Create(
            Settings(
                ("Watch__PingUrl", $"http://127.0.0.1:{((IPEndPoint)monitor.LocalEndpoint).Port}/ping/only-for-us")
            )
        );

        var (code, said) = await server.Cli("check");

        Assert.Equal(0, code);
        Assert.Contains("ok monitor\n", said, StringComparison.Ordinal);
        using var caller = await monitor.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await caller.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_named_and_its_address_is_not()
    {
        using var gone = new TcpListener(IPAddress.Loopback, 0);
        gone.Start();
        var port = ((IPEndPoint)gone.LocalEndpoint).Port;
        gone.Stop();
        await using var server = await ServerUnderTest.Create(Settings());
        await AddWebhook(server, $"https://127.0.0.1:{port}/in?token=only-for-us");

        var (code, said) = await server.Cli("check");

        Assert.Equal(1, code);
        Assert.Contains(
            "FAILED webhook Pager: No connection to 127.0.0.1 (Connection refused). Check that it runs, and its address under Administration, Webhooks.",
            said,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("only-for-us", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_in_production_hears_what_is_missing_and_stays_empty()
    {
        var (code, said) = await ServerUnderTest.Cli(
            _folder,
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            },
            "check"
        );

        Assert.Equal(1, code);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "FAILED settings: Site:BaseUrl",
                "FAILED settings: Mail:Transport",
                "FAILED settings: Keys:File",
                $"ok folder: {_folder} holds neither appsettings.json nor a database: only the environment was read. If the server lies elsewhere, name its folder with --folder.",
                "ok address http://127.0.0.1:0",
                $"ok database: {_folder}/App_Data/wellbeing.db is not there yet; the first start makes it.",
                "ok folder ",
                "ok folder ",
                "ok monitor: none is set.",
            ],
            lines.Select(l =>
                l.Contains(" settings: ", StringComparison.Ordinal) ? l[..l.IndexOf(" is ", StringComparison.Ordinal)]
                : l.StartsWith("ok folder ", StringComparison.Ordinal) ? "ok folder "
                : l
            )
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Settings_that_are_no_JSON_are_one_line()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "appsettings.json"),
            "{ \"Team\": ",
            TestContext.Current.CancellationToken
        );

        var (code, said) = await ServerUnderTest.Cli(_folder, new Dictionary<string, string>(), "check");

        Assert.Equal(1, code);
        Assert.StartsWith(
            "FAILED settings: ",
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.Contains("appsettings.json", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_a_file_stands_in_the_way_of_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "App_Data"), "", TestContext.Current.CancellationToken);

        var (_, said) = await ServerUnderTest.Cli(
            _folder,
            new Dictionary<string, string> { ["Production__AllowMailAsFiles"] = "true" },
            "check"
        );

        Assert.Contains(
            $"FAILED folder {_folder}/App_Data/mail: It cannot be written ({_folder}/App_Data is a file). Make it writable, or set Mail:Folder to another place.",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"FAILED folder {_folder}/App_Data: It cannot be written ({_folder}/App_Data is a file). Make it writable, or set Database:ConnectionString to another place.",
            said,
            StringComparison.Ordinal
        );
    }

    /// <summary>Mail by STARTTLS with a sign-in, a mailbox by TLS, endpoints on this machine: all of it right, but for
    /// <paramref name="others"/>.</summary>
    private (string, string)[] Settings(params (string Key, string Value)[] others)
    {
        var certificate = Path.Combine(_folder, "trusted.pem");
        File.WriteAllText(certificate, TestCertificate.Localhost.Certificate.ExportCertificatePem());
        return
        [
            ("SSL_CERT_FILE", certificate), // The machine's trust store.
            ("Mail__Host", _smtp.Host),
            ("Mail__Port", _smtp.Port.ToString(CultureInfo.InvariantCulture)),
            ("Mail__Tls", "StartTls"),
            ("Mail__CheckRevocation", "false"),
            ("Mail__User", _login.User),
            ("Mail__Password", _login.Password),
            ("Mail__Bounces__Address", "bounces@foundation.example"),
            ("Mail__Bounces__Host", _imap.Host),
            ("Mail__Bounces__Port", _imap.Port.ToString(CultureInfo.InvariantCulture)),
            ("Mail__Bounces__User", _imap.Login.User),
            ("Mail__Bounces__Password", _imap.Login.Password),
            ("Webhooks__AllowPrivateAddresses", "true"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), // Whichever is free.
            ("Logging__LogLevel__Defualt", "Debug"), // Another program's names are nobody's mistake here.
            ("Kestrel__Limits__MaxRequestBodySize", "1000"),
            ("APP__HOST", "elsewhere"),
            .. others,
        ];
    }

    private static Task AddWebhook(ServerUnderTest server, string url) =>
        server.Db(async db =>
        {
            db.Webhooks.Add(
                new WebhookEndpoint
                {
                    Id = Guid.CreateVersion7(),
                    Name = "Pager",
                    Url = url,
                    SealedSecret = "sealed",
                    CreatedAtUtc = ServerUnderTest.Now,
                }
            );
            db.Webhooks.Add(
                new WebhookEndpoint
                {
                    Id = Guid.CreateVersion7(),
                    Name = "Off",
                    Url = url,
                    SealedSecret = "sealed",
                    CreatedAtUtc = ServerUnderTest.Now,
                    Enabled = false,
                }
            );
            await db.SaveChangesAsync();
        });

    private static IReadOnlyList<(string, string)> Files(ServerUnderTest server)
    {
        ServerUnderTest.Forget();
        return
        [
            .. Directory
                .EnumerateFiles(server.FileBeside(""))
                .Order(StringComparer.Ordinal)
                .Select(f => (f, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))))),
        ];
    }
}
