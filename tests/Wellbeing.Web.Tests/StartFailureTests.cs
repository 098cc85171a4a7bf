using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Wellbeing.Testing;

namespace Wellbeing.Web.Tests;

/// <summary>An operator's mistake ends the program with one line that names the setting, and exit code 1.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Mail:Transport", "Smtp", "Mail:Host")]
    [InlineData("Mail:Transport", "Pigeon", "Mail:Transport")]
    [InlineData("Team:TimeZone", "Mars/Olympus", "Team:TimeZone is 'Mars/Olympus'")]
    [InlineData("Team:Opens", "8am", "Team:Opens")]
    [InlineData("Site:BaseUrl", "wellbeing", "Site:BaseUrl")]
    [InlineData("SignIn:AttemptsPerMinute", "0", "SignIn:AttemptsPerMinute")]
    [InlineData("SignIn:AttemptsPerMinute", "many", "SignIn:AttemptsPerMinute")]
    [InlineData("Jobs:Enabled", "maybe", "Jobs:Enabled")]
    [InlineData("Demo:WithoutSecondFactor", "true", "Demo:WithoutSecondFactor")]
    [InlineData("Demo:Seed", "true", "Demo:Seed")]
    [InlineData("Retention:LinkDays", "-1", "Retention:LinkDays")]
    [InlineData("Registration:MinimumAge", "3", "Registration:MinimumAge")]
    [InlineData("Database:Provider", "Oracle", "Database:Provider")]
    [InlineData("Database:ConnectionString", "wellbeing.db", "Database:ConnectionString")]
    [InlineData("urls", "here", "ASPNETCORE_URLS")]
    [InlineData(
        "SupportNumbers:Emergency:Number",
        "abc",
        "SupportNumbers:Emergency:Number is 'abc', which nobody can dial"
    )]
    [InlineData("SupportNumbers:Foundation:Number", "", "SupportNumbers:Foundation:Number is empty")]
    [InlineData("SupportNumbers:Crisis:0:Number", "call us", "SupportNumbers:Crisis:0:Number is 'call us'")]
    [InlineData("Webhooks:TimeoutSeconds", "999", "Webhooks:TimeoutSeconds is not a number from 1 to 60.")]
    [InlineData("Team:Days:0", "9", "Team:Days holds '9'")]
    [InlineData(
        "Site:BaseUrl",
        "https://care.example.org/sub",
        "works under no path. Set it to https://care.example.org"
    )]
    public async Task A_bad_setting_is_named(string key, string value, string expected) =>
        Assert.Contains(await Refused((key, value)), line => line.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public async Task A_way_for_mails_that_is_none_is_one_line() =>
        await Fails(
            "Mail:Transport is \"Pigeon\". Set it to File or Smtp.",
            ("Mail:Transport", "Pigeon"),
            ("Production:AllowMailAsFiles", null)
        );

    [Fact]
    public async Task Https_without_a_certificate_is_told_before_anything_is_written()
    {
        var none = await Fails("there is no certificate for https", ("urls", "https://127.0.0.1:0"));
        Assert.Contains("ASPNETCORE_URLS", none, StringComparison.Ordinal);
        await Fails(
            "Kestrel:Certificates:Default:Path is 'nowhere.pfx', a certificate that cannot be opened",
            ("urls", "https://127.0.0.1:0"),
            ("Kestrel:Certificates:Default:Path", "nowhere.pfx")
        );
        await Fails(
            "Kestrel:Endpoints:Main:Certificate:Path is 'nowhere.pem'",
            ("Kestrel:Endpoints:Main:Url", "https://127.0.0.1:0"),
            ("Kestrel:Endpoints:Main:Certificate:Path", "nowhere.pem"),
            ("Kestrel:Endpoints:Main:Certificate:KeyPath", "nowhere.key")
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Postgres_without_a_connection_string_is_told() =>
        await Fails(
            "Database:ConnectionString is not set",
            ("Database:Provider", "Postgres"),
            ("Database:ConnectionString", null)
        );

    [Fact]
    public async Task Postgres_that_does_not_answer_is_told()
    {
        using var free = Occupy();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        await Fails(
            "PostgreSQL does not answer",
            ("Database:Provider", "Postgres"),
            (
                "Database:ConnectionString",
                $"Host=127.0.0.1;Port={port};Database=wellbeing;Username=wellbeing;Password=x;Timeout=3"
            )
        );
    }

    [Fact]
    public async Task A_connection_string_with_an_unknown_word_is_told() =>
        await Fails(
            "Database:ConnectionString",
            ("Database:Provider", "Postgres"),
            ("Database:ConnectionString", "Host=127.0.0.1;Colour=blue")
        );

    [Fact]
    public async Task A_busy_port_is_told()
    {
        using var busy = Occupy();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;

        var line = await Fails("in use", ("urls", $"http://127.0.0.1:{port}"));

        Assert.Contains("ASPNETCORE_URLS", line, StringComparison.Ordinal);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        // A file where the folder should be: permissions would not stop root.
        var file = Path.Combine(_folder, "App_Data");
        await File.WriteAllTextAsync(file, "");

        await Fails("Database:ConnectionString", ("Database:ConnectionString", $"Data Source={file}/wellbeing.db"));
    }

    [Fact]
    public async Task A_place_for_the_end_of_the_audit_log_that_cannot_be_written_is_told()
    {
        var file = Path.Combine(_folder, "no-folder");
        await File.WriteAllTextAsync(file, "");

        await Fails("Set Database:Anchor to a file", ("Database:Anchor", $"{file}/wellbeing.anchor"));
    }

    [Fact]
    public async Task A_folder_where_the_database_should_be_is_told() =>
        await Fails("Database:ConnectionString", ("Database:ConnectionString", $"Data Source={_folder}"));

    [Fact]
    public async Task A_database_that_is_none_is_told()
    {
        var file = Path.Combine(_folder, "wellbeing.db");
        await File.WriteAllTextAsync(file, new string('?', 5000));

        await Fails("damaged or not a database", ("Database:ConnectionString", $"Data Source={file}"));
    }

    [Fact]
    public async Task Settings_that_are_no_JSON_are_told()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), "{ \"Team\": ");

        await Fails("appsettings.json");
    }

    [Fact]
    public async Task Production_names_everything_that_cannot_work_a_line_each_and_writes_nothing()
    {
        var lines = await Refused(
            ("Production:AllowMailAsFiles", null),
            ("Production:AllowLocalBaseUrl", "false"),
            ("Keys:File", null),
            ("Jobs:Enabled", "maybe"),
            ("OpenApi:Enabled", "maybe"),
            ("Thresholds:SecondAdministrator", "maybe"),
            ("SignIn:AttemptsPerMinute", "0"),
            ("Team:Opens", "8am"),
            ("Watch:PingUrl", "here"),
            ("Watch:PingEverySeconds", "1")
        );

        Assert.Equal(10, lines.Length);
        Assert.All(
            [
                "Mail:Transport is File: mails would go to a folder and reach nobody. Set Mail:Transport=Smtp and Mail:Host to your mail server, or Production:AllowMailAsFiles=true where that is meant.",
                "Site:BaseUrl is 'http://localhost:5080', which others cannot open: links in mails would lead nowhere. Set it to the address people open, such as https://wellbeing.example.org, or Production:AllowLocalBaseUrl=true where that is meant.",
                "Keys:File is not set: whoever has a copy of the database, or one backup, could read what people wrote and sign in as anybody. Make a key with 'wellbeing keys new FILE' and set Keys:File to that file, or Production:AllowKeysInClear=true where that is meant.",
                "Jobs:Enabled is 'maybe', which cannot be read. Set it to true or false.",
                "OpenApi:Enabled is",
                "Thresholds:SecondAdministrator is",
                "SignIn:AttemptsPerMinute",
                "Team:Opens",
                "Watch:PingUrl",
                "Watch:PingEverySeconds",
            ],
            expected => Assert.Single(lines, line => line.Contains(expected, StringComparison.Ordinal))
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("https://LOCALHOST.:8443/")]
    [InlineData("https://wellbeing.localhost")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.1.2.3")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://0.0.0.0:5080")]
    public async Task Production_refuses_an_address_that_only_this_machine_can_open(string address) =>
        await Fails($"Site:BaseUrl is '{address}'", ("Production:AllowLocalBaseUrl", null), ("Site:BaseUrl", address));

    [Fact]
    public async Task Production_refuses_an_address_without_https() =>
        await Fails(
            "nobody can sign in without https",
            ("Production:AllowLocalBaseUrl", null),
            ("Site:BaseUrl", "http://wellbeing.example.org")
        );

    /// <summary>Starts the program as an operator does, and returns its only line on the error stream.</summary>
    private async Task<string> Fails(string expected, params (string Key, string? Value)[] settings)
    {
        var line = Assert.Single(await Refused(settings));
        Assert.Contains(expected, line, StringComparison.Ordinal);
        return line;
    }

    /// <summary>Starts the program as an operator does, and returns its lines on the error stream.</summary>
    private async Task<string[]> Refused(params (string Key, string? Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Database__ConnectionString"] = $"Data Source={Path.Combine(_folder, "started.db")}",
                ["Mail__Folder"] = Path.Combine(_folder, "mail"),
                [OperatorsKey.Variable] = OperatorsKey.File,
                ["Production__AllowMailAsFiles"] = "true",
                ["Production__AllowLocalBaseUrl"] = "true",
            },
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Wellbeing.Web.dll"));
        foreach (var (key, value) in settings)
        {
            start.Environment.Remove(key.Replace(":", "__", StringComparison.Ordinal));
            if (value is not null)
                start.ArgumentList.Add($"--{key}={value}");
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("It started all the same.");
        }

        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        Assert.Equal(1, process.ExitCode);
        return (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static TcpListener Occupy()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
