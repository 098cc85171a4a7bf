using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using MimeKit;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Team;
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
    public const string Colleague = "tom.walker@team.example";
    public const string Administrator = "admin@demo.example";

    private static readonly Lazy<string> _axe = new(() => new BundledAxeScriptProvider().GetScript());
    private static readonly string[] _tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    private static readonly string? _pictures = Environment.GetEnvironmentVariable("WELLBEING_PICTURES");

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-browser-").FullName;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly CancellationTokenSource _ended = new();
    private WebProcess _process = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>Set besides those of every test.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>For programs that use the site.</summary>
    public HttpClient Http => _process.Http;

    /// <summary>A day of the demo's team, as its pages' fields want it: what falls into a day is decided by the team's zone,
    /// not by the zone of the machine or of the browser.</summary>
    /// <param name="ahead">How many days from now.</param>
    public static string Day(int ahead = 0) =>
        TimeZoneInfo
            .ConvertTime(
                TimeProvider.System.GetUtcNow(),
                TimeZoneInfo.FindSystemTimeZoneById(new TeamOptions().TimeZone)
            )
            .AddDays(ahead)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static bool TakesPictures => _pictures is { Length: > 0 };

    public string MailFolder => Path.Combine(_folder, "mail");

    // Made once for all sites, by the program itself; whoever runs the tests takes the temporary folders away.
    private static readonly Lazy<Task<string>> _seeded = new(Seed);

    private static async Task<string> Seed()
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-demo-").FullName;
        await using (var process = Program(folder, new Dictionary<string, string> { ["Jobs__Enabled"] = "false" }))
            await process.Start();

        // What the program had not yet moved from the log to the file.
        var file = Path.Combine(folder, "wellbeing.db");
        await using (var database = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await database.OpenAsync();
            await Run(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return file;
    }

    private static WebProcess Program(string folder, IReadOnlyDictionary<string, string> settings) =>
        new(
            typeof(DemoSite).Assembly,
            folder,
            new Dictionary<string, string>(settings)
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Database__ConnectionString"] = $"Data Source={Path.Combine(folder, "wellbeing.db")}",
                ["Mail__Folder"] = Path.Combine(folder, "mail"),
                ["SignIn__AttemptsPerMinute"] = "10000",
                ["Jobs__EverySeconds"] = "2", // Nobody waits long for a mail.
                ["ReloadStaticAssetsAtRuntime"] = "false", // Files are served as in production, compressed.
            }
        );

    public async ValueTask InitializeAsync()
    {
        var seeded = await _seeded.Value;
        File.Copy(seeded, Path.Combine(_folder, "wellbeing.db"));
        Directory.CreateDirectory(MailFolder);
        // The demo's own mails are part of it: their links lead into the copy.
        foreach (var mail in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(seeded)!, "mail")))
            File.Copy(mail, Path.Combine(MailFolder, Path.GetFileName(mail)));
        _process = Program(_folder, Settings);
        await _process.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.Launch(_playwright);
    }

    /// <summary>A page in a browser of its own: no cookies, this width, this address.</summary>
    /// <param name="byName">By the machine's name, not its number: passkeys belong to a name.</param>
    public async Task<IPage> Open(int width = 1280, bool javaScript = true, bool byName = false)
    {
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = (
                    byName ? new UriBuilder(_process.Address) { Host = "localhost" }.Uri : _process.Address
                ).ToString(),
                JavaScriptEnabled = javaScript,
                ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 780 : 900 },
                TimezoneId = "Australia/Hobart",
            }
        );
        context.SetDefaultTimeout(20_000);
        _ = CloseWhenHung(context);
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

    /// <summary>Some calls of Playwright wait for ever, where a page never answers: they end with the browser they are
    /// in.</summary>
    private async Task CloseWhenHung(IBrowserContext context)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(Walk.IsFull || TakesPictures ? 60 : 6), _ended.Token);
            await context.CloseAsync(new() { Reason = "The test took too long." });
        }
        catch (Exception e) when (e is OperationCanceledException or PlaywrightException)
        {
            // The tests are over, or the context was closed.
        }
    }

    /// <summary>Signs in through the form, and reads in this language whatever they read in before.</summary>
    public async Task<IPage> SignIn(string email, int width = 1280, bool javaScript = true, string language = "en-AU")
    {
        var page = await Open(width, javaScript);
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("form[action='/SignOut'] button").First).ToBeAttachedAsync();
        if (await page.Locator("html").GetAttributeAsync("lang") == language)
            return page;
        await page.Locator($".wb-languages button[lang={language}]").ClickAsync();
        await Assertions.Expect(page.Locator($"html[lang={language}]")).ToBeAttachedAsync();
        return page;
    }

    /// <summary>Waits until this browser's service worker can stand in for the network.</summary>
    public static async Task ReadyForOffline(IPage page)
    {
        for (var tries = 1; ; tries++)
        {
            await page.GotoAsync("/"); // Every page registers it, should it not have come about at the last.
            var state = await page.EvaluateAsync<string>(
                """
                async () => {
                  const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
                  const ready = navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? controlled).then(() => "ready");
                  const late = new Promise((done) => setTimeout(done, 30_000)).then(async () => {
                    const all = await navigator.serviceWorker.getRegistrations();
                    return `not ready: ${all.map((r) => [r.installing, r.waiting, r.active].map((w) => w?.state))} ${navigator.serviceWorker.controller?.state}`;
                  });
                  return Promise.race([ready, late]);
                }
                """
            );
            if (state == "ready")
                return;
            if (tries == 3)
                Assert.Fail($"Without a network nothing would open: {state}");
        }
    }

    /// <summary>The browser lets the service worker send what is kept, as it does when there is a network again and no
    /// page of ours is open.</summary>
    public static async Task SendInBackground(IPage page)
    {
        var origin = new Uri(page.Url).GetLeftPart(UriPartial.Authority) + "/";
        var session = await page.Context.NewCDPSessionAsync(page);
        var known = new TaskCompletionSource<string>();
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, data) =>
        {
            foreach (
                var registration in data!
                    .Value.GetProperty("registrations")
                    .EnumerateArray()
                    .Where(r => r.GetProperty("scopeURL").GetString() == origin)
            )
                known.TrySetResult(registration.GetProperty("registrationId").GetString()!);
        };
        await session.SendAsync("ServiceWorker.enable");
        var id = await known.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.GotoAsync("about:blank");
        await page.Context.SetOfflineAsync(false);
        await session.SendAsync(
            "ServiceWorker.dispatchSyncEvent",
            new()
            {
                ["origin"] = origin,
                ["registrationId"] = id,
                ["tag"] = "wellbeing-send",
                ["lastChance"] = false,
            }
        );
    }

    /// <summary>How many check-ins of somebody are stored: read beside the running site.</summary>
    public async Task<long> CheckInsOf(string email)
    {
        await using var database = await Database(SqliteOpenMode.ReadOnly);
        await using var count = database.CreateCommand();
        count.CommandText =
            "SELECT count(*) FROM CheckIns c JOIN Participants p ON p.Id = c.ParticipantId WHERE p.Email = $email";
        count.Parameters.AddWithValue("$email", email);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>The address of a patient who is at ease and has no flag: by number, so that each test has somebody of
    /// its own.</summary>
    public async Task<string> SomebodyAtEase(int number)
    {
        await using var database = await Database(SqliteOpenMode.ReadOnly);
        await using var some = database.CreateCommand();
        some.CommandText = """
            SELECT p.Email FROM Participants p
            WHERE p.ClosedAtUtc IS NULL AND p.Kind = 'Patient' AND p.Language = 'en' AND p.Email LIKE '%@home.example' AND NOT p.AllQuestionsOnOnePage
              AND NOT EXISTS (SELECT 1 FROM Flags f WHERE f.ParticipantId = p.Id AND f.State <> 'Resolved')
              AND NOT EXISTS (SELECT 1 FROM CheckInDrafts d WHERE d.ParticipantId = p.Id)
              AND (SELECT max(c.Intensity) FROM CheckIns c WHERE c.ParticipantId = p.Id AND c.SubmittedAtUtc > $since) <= 3
            ORDER BY p.Email
            """;
        some.Parameters.AddWithValue("$since", TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-45).Ticks);
        List<string> found = [];
        await using var rows = await some.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            found.Add(rows.GetString(0));
        return found[number % found.Count];
    }

    /// <summary>How many notes nurses have sent back.</summary>
    public async Task<long> NotesInDemo()
    {
        await using var database = await Database(SqliteOpenMode.ReadOnly);
        await using var count = database.CreateCommand();
        count.CommandText = "SELECT count(*) FROM CheckInReplies";
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>It becomes time to ask somebody, whatever the hour; the path of the link in the mail that the site then
    /// sends them.</summary>
    public async Task<string> LinkMailedTo(string email)
    {
        var since = await ComesDue(
            email,
            "UPDATE Participants SET NextPromptAtUtc = $now, PausedUntilUtc = NULL WHERE Email = $email"
        );
        return await Mailed(email, CheckInLink(), since);
    }

    /// <summary>The day comes on which a nurse wanted to look at somebody again; the path of the link in the mail that
    /// they then get.</summary>
    public async Task<string> LinkMailedOnRecheckOf(string email)
    {
        var since = await ComesDue(
            email,
            "UPDATE Rechecks SET DueAtUtc = $now, NextActionAtUtc = $now WHERE State = 'Planned' AND ParticipantId = (SELECT Id FROM Participants WHERE Email = $email)"
        );
        return await Mailed(email, CheckInLink(), since);
    }

    /// <summary>What is found in the mail that the site sends somebody.</summary>
    public async Task<string> Mailed(string email, Regex link, DateTime? since = null)
    {
        for (var tries = 0; tries < 600; tries++, await Task.Delay(100))
        {
            if (!Directory.Exists(MailFolder))
                continue;
            foreach (
                var file in new DirectoryInfo(MailFolder)
                    .EnumerateFiles("*.eml")
                    .Where(f => since is not { } from || f.LastWriteTimeUtc > from.AddSeconds(-1))
            )
            {
                var mail = await MimeMessage.LoadAsync(file.FullName);
                if (
                    mail.To.Mailboxes.Any(to => to.Address == email)
                    && link.Match(mail.TextBody ?? "") is { Success: true } found
                )
                    return found.Value;
            }
        }

        throw new InvalidOperationException($"No mail with a link came to {email}.");
    }

    /// <summary>The same of every mail to somebody, oldest first, once that many came.</summary>
    public async Task<IReadOnlyList<string>> AllMailed(string email, Regex link, int count)
    {
        for (var tries = 0; tries < 600; tries++, await Task.Delay(100))
        {
            string[] found =
            [
                .. Mails()
                    .Where(mail => mail.To.Mailboxes.Any(to => to.Address == email))
                    .OrderBy(mail => mail.Date)
                    .Select(mail => link.Match(mail.TextBody ?? ""))
                    .Where(match => match.Success)
                    .Select(match => match.Value),
            ];
            if (found.Length >= count)
                return found;
        }

        throw new InvalidOperationException($"Fewer than {count} mails with a link came to {email}.");
    }

    /// <summary>The whole name of whoever has this address, as staff see it.</summary>
    public async Task<string> NameOf(string email)
    {
        await using var database = await Database(SqliteOpenMode.ReadOnly);
        await using var find = database.CreateCommand();
        find.CommandText = "SELECT Name FROM Participants WHERE Email = $email";
        find.Parameters.AddWithValue("$email", email);
        return (string)(await find.ExecuteScalarAsync())!;
    }

    /// <summary>Every open flag is overdue and was a nurse's before: the longest lines that the list has. Until
    /// disposed.</summary>
    public async Task<IAsyncDisposable> EveryFlagWaitsAgain()
    {
        const string late =
            "UPDATE Flags SET RespondByUtc = RespondByUtc - $days, FirstAcknowledgedAtUtc = RaisedAtUtc WHERE State = 'Open' AND FirstAcknowledgedAtUtc IS NULL;";
        const string back =
            "UPDATE Flags SET RespondByUtc = RespondByUtc + $days, FirstAcknowledgedAtUtc = NULL WHERE State = 'Open' AND FirstAcknowledgedAtUtc = RaisedAtUtc;";
        await Change(late);
        return new Undo(() => Change(back));

        async Task Change(string sql)
        {
            await using var database = await Database(SqliteOpenMode.ReadWrite);
            await Run(database, sql, ("$days", 12 * TimeSpan.TicksPerDay));
        }
    }

    private sealed class Undo(Func<Task> act) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await act();
    }

    /// <summary>Gives somebody this number, or none; returns the one before.</summary>
    public async Task<string?> ChangePhone(string name, string? phone)
    {
        await using var database = await Database(SqliteOpenMode.ReadWrite);
        await using var before = database.CreateCommand();
        before.CommandText = "SELECT Phone FROM Participants WHERE Name = $name";
        before.Parameters.AddWithValue("$name", name);
        var was = await before.ExecuteScalarAsync() as string;
        await Run(
            database,
            "UPDATE Participants SET Phone = $phone WHERE Name = $name;",
            ("$name", name),
            ("$phone", (object?)phone ?? DBNull.Value)
        );
        return was;
    }

    /// <summary>Nobody was asked today, no hour is quiet, and something of theirs is due.</summary>
    private async Task<DateTime> ComesDue(string email, string sql)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using var database = await Database(SqliteOpenMode.ReadWrite);
        await Run(
            database,
            $"""
            UPDATE Prompts SET DueLocalDate = date(DueLocalDate, '-' || (1000 + abs(random()) % 100000) || ' days')
            WHERE DueLocalDate >= date('now', '-1 day') AND ParticipantId = (SELECT Id FROM Participants WHERE Email = $email);
            UPDATE Participants SET Schedule = json_set(Schedule, '$.quietFrom', '00:00:00', '$.quietTo', '00:00:00') WHERE Email = $email;
            {sql};
            """,
            ("$email", email),
            ("$now", now.Ticks)
        );
        return now;
    }

    /// <summary>Unfolds what is folded away behind these words.</summary>
    public static async Task Unfold(IPage page, string summary)
    {
        var details = page.Locator("details", new() { Has = page.GetByText(summary, new() { Exact = true }) }).First;
        if (await details.GetAttributeAsync("open") is null)
            await details.Locator("summary").ClickAsync();
    }

    /// <summary>Opens an act that asks first, by all that its line says, and agrees to it.</summary>
    public static async Task Confirm(IPage page, Regex act)
    {
        var fold = page.Locator(
            "details.wb-confirm",
            new() { Has = page.Locator("summary", new() { HasTextRegex = act }) }
        ).First;
        await Assertions.Expect(fold.GetByRole(AriaRole.Button)).ToBeHiddenAsync(); // Nothing is a tap away from being lost.
        await fold.Locator("summary").ClickAsync();
        await fold.GetByRole(AriaRole.Button).ClickAsync();
    }

    /// <summary>
    /// What stands for the names in <see cref="AllPages"/>: secrets of links made for looking, and rows of the
    /// database, some of them made as well.
    /// </summary>
    /// <param name="email">Whose own pages are looked at.</param>
    public async Task<IReadOnlyDictionary<string, string>> Keys(string email)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using var database = await Database(SqliteOpenMode.ReadWrite);
        async Task<Guid> One(string query)
        {
            await using var one = database.CreateCommand();
            one.CommandText = query;
            one.Parameters.AddWithValue("$email", email);
            return await one.ExecuteScalarAsync() is string id
                ? Guid.Parse(id)
                : throw new InvalidOperationException($"Nothing is found by: {query}");
        }

        async Task<string> Link(LinkPurpose purpose, Guid subject, Guid? flag = null)
        {
            var secret = LinkToken.NewSecret();
            await Run(
                database,
                "INSERT INTO LinkTokens (Id, Hash, Purpose, SubjectId, FlagId, ExpiresAtUtc) VALUES ($id, $hash, $purpose, $subject, $flag, $until)",
                ("$id", Guid.CreateVersion7(now)),
                ("$hash", LinkToken.HashOf(secret)),
                ("$purpose", purpose.ToString()),
                ("$subject", subject),
                ("$flag", (object?)flag ?? DBNull.Value),
                ("$until", now.AddHours(3).Ticks)
            );
            return secret;
        }

        var (account, me) = (
            await One("SELECT AccountId FROM Participants WHERE Email = $email"),
            await One("SELECT Id FROM Participants WHERE Email = $email")
        );
        var (invitation, change, leaflet, contact) = (
            Guid.CreateVersion7(now),
            Guid.CreateVersion7(now),
            Guid.CreateVersion7(now),
            Guid.CreateVersion7(now)
        );
        var code = Leaflet.NewCode();
        await Run(
            database,
            """
            INSERT INTO Invitations (Id, Kind, Name, Email, Language, TimeZone, NeedsInterpreter, InvitedAtUtc, Version)
            VALUES ($invitation, 'Patient', 'Rosa Marino', 'rosa.' || $invitation || '@home.example', 'en-AU', 'Australia/Sydney', 0, $now, 0);
            INSERT INTO EmailChanges (Id, AccountId, NewEmail, AskedAtUtc) VALUES ($change, $account, 'elsewhere@home.example', $now);
            INSERT INTO LeafletSwitch (Id, "On", ChangedAtUtc, Version) VALUES (1, 1, $now, 0) ON CONFLICT (Id) DO UPDATE SET "On" = 1;
            INSERT INTO Leaflets (Id, Code, Name, MadeAtUtc, EndsAtUtc, Maximum, Joined, Version) VALUES ($leaflet, $code, 'Ward 3', $now, $later, 50, 0, 0);
            INSERT INTO ApiClients (Id, Name, Scopes, CreatedAtUtc, CreatedByName, Version) VALUES ($leaflet, 'Hospital record', '["ListFlags"]', $now, 'Ruth Cohen', 0);
            INSERT INTO Screens (Id, ParticipantId, Instrument, State, AskedAtUtc, AskedBy, AskedByName, ExpiresAtUtc, Version)
            SELECT $leaflet, $me, 'Phq4', 'Sent', $now, $account, 'Priya Nair', $later, 0 WHERE NOT EXISTS (SELECT 1 FROM Screens WHERE ParticipantId = $me AND State = 'Sent');
            INSERT INTO FamilyLinks (Id, AskerId, OtherId, AskedAtUtc, AgreedAtUtc, Version)
            SELECT $leaflet, $me, (SELECT Id FROM Participants WHERE Kind = 'FamilyMember' ORDER BY Id DESC LIMIT 1), $now, $now, 0
            WHERE NOT EXISTS (SELECT 1 FROM FamilyLinks WHERE AskerId = $me);
            """,
            ("$invitation", invitation),
            ("$change", change),
            ("$leaflet", leaflet),
            ("$code", code),
            ("$account", account),
            ("$me", me),
            ("$now", now.Ticks),
            ("$later", now.AddDays(7).Ticks)
        );
        var open = await One(
            "SELECT p.Id FROM Prompts p JOIN Participants x ON x.Id = p.ParticipantId WHERE p.State IN ('Sent', 'Reminded') AND x.Language LIKE 'en%' ORDER BY p.MissedAtUtc DESC LIMIT 1"
        );
        var asked = await One("SELECT Id FROM SupportContacts ORDER BY State = 'Pending' DESC LIMIT 1");
        var mine = await One(
            "SELECT c.Id FROM SupportContacts c JOIN Participants p ON p.Id = c.ParticipantId WHERE p.Email = $email"
        );
        var flag = await One(
            "SELECT f.Id FROM Flags f JOIN Participants p ON p.Id = f.ParticipantId WHERE f.State <> 'Resolved' AND p.Kind = 'Patient' ORDER BY f.Severity DESC LIMIT 1"
        );
        var last = await One(
            "SELECT c.Id FROM CheckIns c JOIN Participants p ON p.Id = c.ParticipantId WHERE p.Email = $email ORDER BY c.SubmittedAtUtc DESC LIMIT 1"
        );
        await Run(
            database,
            "UPDATE CheckIns SET SubmittedAtUtc = $at WHERE Id = $id",
            ("$at", now.AddHours(-1).Ticks),
            ("$id", last)
        );
        return new Dictionary<string, string>
        {
            ["checkInLink"] = await Link(LinkPurpose.CheckIn, open),
            ["invitation"] = await Link(LinkPurpose.Invitation, invitation),
            ["signIn"] = await Link(LinkPurpose.SignIn, account),
            ["newPassword"] = await Link(LinkPurpose.NewPassword, account),
            ["newEmail"] = await Link(LinkPurpose.NewEmail, change),
            ["nomination"] = await Link(LinkPurpose.AnswerNomination, asked),
            ["inTouch"] = await Link(LinkPurpose.InTouch, mine, flag),
            ["cannotNow"] = await Link(LinkPurpose.CannotNow, mine, flag),
            ["stopMails"] = await Link(LinkPurpose.StopMails, mine, flag),
            ["reminders"] = Mails()
                .Select(m => RemindersLink().Match(m.TextBody ?? ""))
                .First(m => m.Success)
                .Groups[1]
                .Value,
            ["leafletCode"] = code,
            ["leaflet"] = $"{leaflet:D}",
            ["client"] = $"{leaflet:D}",
            ["checkIn"] = $"{last:D}",
            ["contact"] = $"{mine:D}",
            ["family"] =
                $"{await One("SELECT l.Id FROM FamilyLinks l JOIN Participants p ON p.Id IN (l.AskerId, l.OtherId) WHERE p.Email = $email AND l.AgreedAtUtc IS NOT NULL"):D}",
            ["flag"] = $"{flag:D}",
            ["resolved"] =
                $"{await One("SELECT Id FROM Flags WHERE State = 'Resolved' ORDER BY RaisedAtUtc DESC LIMIT 1"):D}",
            ["person"] =
                $"{await One("SELECT ParticipantId FROM Flags WHERE State <> 'Resolved' ORDER BY Severity DESC LIMIT 1"):D}",
        };
    }

    /// <summary>This member of staff has an authenticator app from now on: the next sign-in asks for its
    /// code.</summary>
    public async Task GiveSecondFactor(string email)
    {
        await using var database = await Database(SqliteOpenMode.ReadWrite);
        await Run(database, "UPDATE AspNetUsers SET TwoFactorEnabled = 1 WHERE Email = $email", ("$email", email));
    }

    private async Task<SqliteConnection> Database(SqliteOpenMode mode)
    {
        var database = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(_folder, "wellbeing.db"),
                Mode = mode,
            }.ToString()
        );
        await database.OpenAsync();
        return database;
    }

    private static async Task Run(SqliteConnection database, string sql, params (string Name, object Value)[] values)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"/CheckIn/Link/[\w-]+\?mail=[\w-]+")]
    private static partial Regex CheckInLink();

    [GeneratedRegex(@"/Reminders/Stop/([\w-]+)")]
    private static partial Regex RemindersLink();

    /// <summary>The mails that arrived as files.</summary>
    public IReadOnlyList<MimeMessage> Mails() =>
        Directory.Exists(MailFolder)
            ? [.. Directory.GetFiles(MailFolder, "*.eml").Select(file => MimeMessage.Load(file))]
            : [];

    /// <summary>No script threw, and the content policy stopped none.</summary>
    public void ExpectQuietScripts() => Assert.True(_complaints.IsEmpty, string.Join("\n", _complaints));

    /// <summary>Keeps a picture of the page where <c>WELLBEING_PICTURES</c> names a folder: how the pictures in docs/
    /// are made.</summary>
    public static async Task Picture(IPage page, string name, bool whole = true)
    {
        if (_pictures is not { Length: > 0 } folder)
            return;
        await page.EvaluateAsync("() => scrollTo(0, 0)"); // The header stays at the top of what is seen.
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}.png"),
                FullPage = whole,
            }
        );
    }

    /// <summary>Fails with the rule and the place of every breach of WCAG 2.2 A and AA, on a light screen and on a dark
    /// one.</summary>
    public static async Task ExpectAccessible(IPage page)
    {
        IReadOnlyList<string> breaches = [.. await Breaches(page), .. await FaintAtNight(page)];
        Assert.True(breaches.Count == 0, $"{page.Url}: " + string.Join("; ", breaches));
    }

    /// <summary>The rule and the place of every breach of WCAG 2.2 A and AA, and of what axe calls best
    /// practice.</summary>
    public static Task<IReadOnlyList<string>> Breaches(IPage page) => Breaches(page, "tag", _tags);

    /// <summary>The place of every word that is hard to read on a dark screen; the page is light again
    /// afterwards.</summary>
    public static async Task<IReadOnlyList<string>> FaintAtNight(IPage page)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var breaches = await Breaches(page, "rule", "color-contrast");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return [.. breaches.Select(b => $"at night {b}")];
    }

    private static async Task<IReadOnlyList<string>> Breaches(IPage page, string type, params string[] values)
    {
        // Once a document, whatever widths it is then looked at; only what is wrong is gathered.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(_axe.Value);
        return await page.EvaluateAsync<string[]>(
            """
            async ({ type, values }) => {
              // A colour on its way from one to the other is neither.
              document.getAnimations().forEach((a) => a.finish());
              const { violations } = await axe.run(document, { runOnly: { type, values }, resultTypes: ["violations"], preload: false });
              return violations.map((v) => `${v.id} (${v.help}) at ${v.nodes.slice(0, 3).map((n) => n.html).join(", ")}`);
            }
            """,
            new { type, values }
        );
    }

    /// <summary>Nothing is wider than the window.</summary>
    public static async Task ExpectNoSidewaysScroll(IPage page)
    {
        if (await SidewaysScroll(page) is { } excess)
            Assert.Fail($"{page.Url} {excess}");
    }

    /// <summary>What is wider than the window; null where nothing is.</summary>
    public static Task<string?> SidewaysScroll(IPage page) =>
        page.EvaluateAsync<string?>(
            """
            () => {
              const width = document.documentElement.clientWidth;
              const excess = document.documentElement.scrollWidth - width;
              if (excess <= 0) return null;
              const widest = [...document.querySelectorAll("body *")]
                .filter((e) => e.getBoundingClientRect().right > width + 0.5 || e.getBoundingClientRect().left < -0.5)
                .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`).slice(-6).join(" | ");
              return `is ${excess} px wider than its ${width} px: ${widest}`;
            }
            """
        );

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _ended.Dispose();
        // A server that did not start in time has no browser, and does not outlive its tests either.
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await _process.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
