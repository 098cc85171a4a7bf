using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using MimeKit;
using Wellbeing.App.Domain;
using Wellbeing.Testing;

[assembly: AssemblyFixture(typeof(Wellbeing.Browser.Tests.DemoSite))]

namespace Wellbeing.Browser.Tests;

/// <summary>The program as a newcomer starts it, with its demo, and one Chromium for all tests.</summary>
public sealed partial class DemoSite : IAsyncLifetime
{
    public const string Password = "Demo-Wellbeing-1";
    public const string Patient = "patient@demo.example";
    public const string Family = "family@demo.example";
    public const string Nurse = "nurse@demo.example";
    public const string Administrator = "admin@demo.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-browser-").FullName;
    private readonly ConcurrentQueue<string> _complaints = new();
    private WebProcess _process = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public string MailFolder => Path.Combine(_folder, "mail");

    public async ValueTask InitializeAsync()
    {
        _process = new WebProcess(typeof(DemoSite).Assembly, _folder, new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Database__ConnectionString"] = $"Data Source={Path.Combine(_folder, "wellbeing.db")}",
            ["Mail__Folder"] = MailFolder,
            ["SignIn__AttemptsPerMinute"] = "10000",
            ["Jobs__EverySeconds"] = "2", // Nobody waits long for a mail.
            ["ReloadStaticAssetsAtRuntime"] = "false", // Files are served as in production, compressed.
        });
        await _process.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("WELLBEING_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A page in a browser of its own: no cookies, this width, this address.</summary>
    /// <param name="byName">By the machine's name, not its number: passkeys belong to a name.</param>
    public async Task<IPage> Open(int width = 1280, bool javaScript = true, bool byName = false)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (byName ? new UriBuilder(_process.Address) { Host = "localhost" }.Uri : _process.Address).ToString(),
            JavaScriptEnabled = javaScript,
            ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 780 : 900 },
            TimezoneId = "Australia/Hobart",
        });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        // A script that the content policy stops, or that throws, fails the test that opened the page.
        page.PageError += (_, error) => _complaints.Enqueue($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
                _complaints.Enqueue($"{page.Url}: {message.Text}");
        };
        return page;
    }

    /// <summary>Signs in through the form, and reads in this language whatever they read in before.</summary>
    public async Task<IPage> SignIn(string email, int width = 1280, bool javaScript = true, string language = "en-AU")
    {
        var page = await Open(width, javaScript);
        await page.GotoAsync("/SignIn");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("form[action='/SignOut'] button").First).ToBeAttachedAsync();
        if (await page.Locator("html").GetAttributeAsync("lang") == language) return page;
        await page.Locator($".wb-languages button[lang={language}]").ClickAsync();
        await Assertions.Expect(page.Locator($"html[lang={language}]")).ToBeAttachedAsync();
        return page;
    }

    /// <summary>How many check-ins of somebody are stored: read beside the running site.</summary>
    public async Task<long> CheckInsOf(string email)
    {
        await using var database = await Database(SqliteOpenMode.ReadOnly);
        await using var count = database.CreateCommand();
        count.CommandText = "SELECT count(*) FROM CheckIns c JOIN Participants p ON p.Id = c.ParticipantId WHERE p.Email = $email";
        count.Parameters.AddWithValue("$email", email);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>It becomes time to ask somebody, whatever the hour; the path of the link in the mail that the site then sends them.</summary>
    public async Task<string> LinkMailedTo(string email)
    {
        var since = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using (var database = await Database(SqliteOpenMode.ReadWrite))
        {
            await Run(
                database,
                """
                UPDATE Prompts SET DueLocalDate = date(DueLocalDate, '-' || (1000 + abs(random()) % 100000) || ' days')
                WHERE DueLocalDate >= date('now', '-1 day') AND ParticipantId = (SELECT Id FROM Participants WHERE Email = $email);
                UPDATE Participants SET NextPromptAtUtc = $now, PausedUntilUtc = NULL, Schedule = json_set(Schedule, '$.quietFrom', '00:00:00', '$.quietTo', '00:00:00')
                WHERE Email = $email;
                """,
                ("$email", email), ("$now", since.Ticks));
        }

        for (var tries = 0; tries < 600; tries++, await Task.Delay(100))
        {
            foreach (var file in new DirectoryInfo(MailFolder).EnumerateFiles("*.eml").Where(f => f.LastWriteTimeUtc > since.AddSeconds(-1)))
            {
                var mail = await MimeMessage.LoadAsync(file.FullName);
                if (mail.To.Mailboxes.Any(to => to.Address == email) && CheckInLink().Match(mail.TextBody ?? "") is { Success: true } link) return link.Value;
            }
        }

        throw new InvalidOperationException($"No mail with a link came to {email}.");
    }

    /// <summary>Pages behind the links of mails, with secrets made for looking; and a check-in of this person that can still be corrected.</summary>
    public async Task<(IReadOnlyList<string> ByMail, Guid CheckIn)> Doors(string email)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using var database = await Database(SqliteOpenMode.ReadWrite);
        async Task<Guid> One(string query)
        {
            await using var one = database.CreateCommand();
            one.CommandText = query;
            one.Parameters.AddWithValue("$email", email);
            return Guid.Parse((string)(await one.ExecuteScalarAsync())!);
        }

        async Task<string> Door(LinkPurpose purpose, Guid subject)
        {
            var secret = LinkToken.NewSecret();
            await Run(
                database,
                "INSERT INTO LinkTokens (Id, Hash, Purpose, SubjectId, ExpiresAtUtc) VALUES ($id, $hash, $purpose, $subject, $until)",
                ("$id", Guid.CreateVersion7(now)), ("$hash", LinkToken.HashOf(secret)), ("$purpose", purpose.ToString()), ("$subject", subject), ("$until", now.AddHours(3).Ticks));
            return secret;
        }

        var (account, invitation, change) = (await One("SELECT AccountId FROM Participants WHERE Email = $email"), Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        await Run(
            database,
            """
            INSERT INTO Invitations (Id, Kind, Name, Email, Language, TimeZone, InvitedAtUtc, Version) VALUES ($invitation, 'Patient', 'Rosa Marino', 'rosa.' || $invitation || '@home.example', 'en-AU', 'Australia/Sydney', $now, 0);
            INSERT INTO EmailChanges (Id, AccountId, NewEmail, AskedAtUtc) VALUES ($change, $account, 'elsewhere@home.example', $now);
            """,
            ("$invitation", invitation), ("$change", change), ("$account", account), ("$now", now.Ticks));
        var open = await One("SELECT p.Id FROM Prompts p JOIN Participants x ON x.Id = p.ParticipantId WHERE p.State IN ('Sent', 'Reminded') AND x.Language LIKE 'en%' ORDER BY p.MissedAtUtc DESC LIMIT 1");
        var contact = await One("SELECT Id FROM SupportContacts ORDER BY State = 'Pending' DESC LIMIT 1");
        var last = await One("SELECT c.Id FROM CheckIns c JOIN Participants p ON p.Id = c.ParticipantId WHERE p.Email = $email ORDER BY c.SubmittedAtUtc DESC LIMIT 1");
        await Run(database, "UPDATE CheckIns SET SubmittedAtUtc = $at WHERE Id = $id", ("$at", now.AddHours(-1).Ticks), ("$id", last));
        return (
            [
                $"/CheckIn/Link/{await Door(LinkPurpose.CheckIn, open)}",
                $"/Join/{await Door(LinkPurpose.Invitation, invitation)}",
                $"/SignIn/Mail/{await Door(LinkPurpose.SignIn, account)}",
                $"/SignIn/NewPassword/{await Door(LinkPurpose.NewPassword, account)}",
                $"/NewEmail/{await Door(LinkPurpose.NewEmail, change)}",
                $"/Contacts/Answer/{await Door(LinkPurpose.AnswerNomination, contact)}",
            ],
            last);
    }

    private async Task<SqliteConnection> Database(SqliteOpenMode mode)
    {
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "wellbeing.db"), Mode = mode }.ToString());
        await database.OpenAsync();
        return database;
    }

    private static async Task Run(SqliteConnection database, string sql, params (string Name, object Value)[] values)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"/CheckIn/Link/[\w-]+")]
    private static partial Regex CheckInLink();

    /// <summary>The mails that arrived as files.</summary>
    public IReadOnlyList<MimeMessage> Mails() =>
        Directory.Exists(MailFolder) ? [.. Directory.GetFiles(MailFolder, "*.eml").Select(file => MimeMessage.Load(file))] : [];

    /// <summary>No script threw, and the content policy stopped none.</summary>
    public void ExpectQuietScripts() => Assert.True(_complaints.IsEmpty, string.Join("\n", _complaints));

    /// <summary>Keeps a picture of the page where <c>WELLBEING_PICTURES</c> names a folder: how the pictures in docs/ are made.</summary>
    public static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("WELLBEING_PICTURES") is not { Length: > 0 } folder) return;
        await page.EvaluateAsync("() => scrollTo(0, 0)"); // The header stays at the top of what is seen.
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}.png"), FullPage = true });
    }

    /// <summary>Fails with the rule and the place of every breach of WCAG 2.2 A and AA.</summary>
    public static async Task ExpectAccessible(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });
        Assert.True(
            result.Violations.Length == 0,
            $"{page.Url}: " + string.Join("; ", result.Violations.Select(v => $"{v.Id} ({v.Help}) at {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    /// <summary>Nothing is wider than the window.</summary>
    public static async Task ExpectNoSidewaysScroll(IPage page)
    {
        var excess = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (excess <= 0) return;
        var widest = await page.EvaluateAsync<string>(
            "() => [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5 || e.getBoundingClientRect().left < -0.5).map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`).slice(-6).join(' | ')");
        Assert.Fail($"{page.Url} is {excess} px wider than its {page.ViewportSize!.Width} px: {widest}");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _process.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
