using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using MimeKit;
using Npgsql;
using Wellbeing.App.Data;
using Wellbeing.Testing;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Browser.Tests;

/// <summary>
/// The published program in Production, on an empty folder or an empty database, with a mail server that takes every
/// mail: what a new organisation starts. People open it by its own name, as the links in its mails do.
/// </summary>
public sealed class EmptyServer : IAsyncDisposable
{
    public const string BaseUrl = "https://wellbeing.example.org";

    // Published once for all tests; whoever runs them takes the temporary folders away.
    private static readonly Lazy<Task<string>> _program = new(() =>
        PublishedProgram.In(Directory.CreateTempSubdirectory("wellbeing-program-").FullName)
    );

    private readonly string _folder;
    private readonly TestDatabase _database;
    private readonly ScriptedSmtpServer _smtp;
    private readonly Dictionary<string, string> _settings;
    private readonly WebProcess _process;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private EmptyServer(
        string folder,
        TestDatabase database,
        ScriptedSmtpServer smtp,
        Dictionary<string, string> settings,
        WebProcess process,
        IPlaywright playwright,
        IBrowser browser
    ) =>
        (_folder, _database, _smtp, _settings, _process, _playwright, _browser) = (
            folder,
            database,
            smtp,
            settings,
            process,
            playwright,
            browser
        );

    public static async Task<EmptyServer> Start(DatabaseProvider provider)
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-first-day-").FullName;
        var program = await _program.Value;
        var database = await TestDatabase.Create(provider);
        var smtp = ScriptedSmtpServer.Start();
        var certificate = Path.Combine(folder, "certificate.pfx");
        await File.WriteAllBytesAsync(certificate, LoopbackCertificate.Instance.Export(X509ContentType.Pfx, "test"));
        var key = Path.Combine(folder, "wellbeing.key");
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Site__BaseUrl"] = BaseUrl,
            ["Keys__File"] = key,
            ["Mail__Transport"] = "Smtp",
            ["Mail__Host"] = smtp.Host,
            ["Mail__Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail__Tls"] = "None",
            ["Mail__From"] = "team@foundation.example",
            ["Kestrel__Certificates__Default__Path"] = certificate,
            ["Kestrel__Certificates__Default__Password"] = "test",
            ["SignIn__AttemptsPerMinute"] = "1000", // All of them sit behind one address here.
            ["Jobs__EverySeconds"] = "1",
            ["Database__Provider"] = provider.ToString(),
            ["Database__ConnectionString"] =
                provider == DatabaseProvider.Postgres
                    ? database.ConnectionString
                    : $"Data Source={folder}/data/wellbeing.db",
            ["Database__Anchor"] = Path.Combine(folder, "data", "wellbeing.anchor"),
        };
        // An operator's own settings in the folder they start it from; pages' files are the program's all the same.
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), """{ "Site": { "Name": "Harbour" } }""");
        var (made, said) = await CliProgram.Run(typeof(EmptyServer).Assembly, folder, settings, "keys", "new", key);
        if (made != 0)
            throw new InvalidOperationException(said);
        var process = new WebProcess(Path.Combine(program, "Wellbeing.Web.dll"), folder, settings);
        await process.Start();
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.Launch(
            playwright,
            $"--host-resolver-rules=MAP wellbeing.example.org {process.SecureAddress!.Authority}"
        );
        return new EmptyServer(folder, database, smtp, settings, process, playwright, browser);
    }

    /// <summary>Everything the server printed.</summary>
    public string Output => _process.Output;

    /// <summary>A page in a browser of its own: somebody's own device.</summary>
    public async Task<IPage> Open(int width, string language = "en-AU")
    {
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = BaseUrl,
                IgnoreHTTPSErrors = true,
                Locale = language,
                ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 740 : 900 },
                TimezoneId = "Australia/Brisbane",
                AcceptDownloads = true,
            }
        );
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>Runs <c>wellbeing</c> as an operator does, with the server's settings; what it printed.</summary>
    public async Task<string> Cli(params string[] arguments)
    {
        var (code, output) = await CliProgram.Run(typeof(EmptyServer).Assembly, _folder, _settings, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException($"wellbeing {arguments[0]} ended with {code}:\n{output}");
    }

    /// <summary>Makes a backup while the server works, stops it, puts the backup in the database's place, and starts it
    /// again: as the docs tell operators of either database.</summary>
    public async Task BackUpAndRestore()
    {
        var copy = Path.Combine(_folder, "copy");
        if (_database.Provider == DatabaseProvider.Postgres)
        {
            await Postgres("pg_dump", "--format=custom", $"--file={copy}");
            await Cli("backup", "--mark");
            await _process.Kill();
            await Postgres("pg_restore", "--clean", "--if-exists", copy);
            await Cli("restore", "--mark");
        }
        else
        {
            await Cli("backup", "--to", copy);
            await _process.Kill();
            await Cli("restore", "--from", copy);
        }

        await _process.Start();
    }

    /// <summary>One of PostgreSQL's own programs, on this server's database.</summary>
    private async Task Postgres(string program, params string[] arguments)
    {
        var at = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        var start = new ProcessStartInfo(PostgresProgram(program), [.. arguments, $"--dbname={at.Database}"])
        {
            RedirectStandardError = true,
        };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (
            at.Host,
            at.Port.ToString(CultureInfo.InvariantCulture)
        );
        (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (at.Username, at.Password);
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{said}");
    }

    /// <summary>Debian keeps the programs of its servers beside each other and not on the path.</summary>
    private static string PostgresProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(
                Directory.Exists("/usr/lib/postgresql")
                    ? Directory
                        .GetDirectories("/usr/lib/postgresql")
                        .OrderDescending()
                        .Select(version => Path.Combine(version, "bin"))
                    : []
            )
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is not on this machine.");

    /// <summary>The newest mail to somebody in which this is found, once it has come.</summary>
    public async Task<(MimeMessage Mail, string Found)> Mailed(string email, Regex wanted)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(200))
        {
            foreach (var received in _smtp.Accepted.Reverse())
            {
                var mail = received.Mime;
                if (
                    mail.To.Mailboxes.Any(to => to.Address == email)
                    && wanted.Match(mail.TextBody ?? "") is { Success: true } found
                )
                    return (mail, found.Value);
            }
        }

        throw new InvalidOperationException($"No such mail came to {email}: {wanted}.\n{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _process.DisposeAsync();
        await _smtp.DisposeAsync();
        await _database.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
