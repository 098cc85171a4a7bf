using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wellbeing.App;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Migrations.Sqlite;
using Wellbeing.Testing;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Resilience.Tests;

/// <summary>The real program as a process of its own, on a real SQLite file, talking to a real SMTP server: to be
/// killed at will.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    public const string Password = "A-long-test-password-1";
    public const string NurseEmail = "nurse@team.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-kill-").FullName;
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, string> _settings;
    private readonly WebProcess _process;

    private ServerUnderTest(ScriptedSmtpServer smtp, (string Key, string Value)[] settings)
    {
        Smtp = smtp;
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System)
            .AddWellbeingApp(configuration)
            .AddDbContext<WellbeingDb>(options => options.UseWellbeingSqlite(ConnectionString(PatientSeconds)));
        services.AddDataProtection();
        services.AddSingleton<IMailer>(_ => throw new InvalidOperationException("Only the process sends."));
        _services = services.BuildServiceProvider();
        _settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            [OperatorsKey.Variable] = OperatorsKey.File,
            ["Production__AllowLocalBaseUrl"] = "true",
            ["Database__ConnectionString"] = ConnectionString(settings.Contains(WithFailpoints) ? PatientSeconds : 1),
            ["Mail__Transport"] = "Smtp",
            ["Mail__Host"] = smtp.Host,
            ["Mail__Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail__Tls"] = "None",
            ["Mail__From"] = "team@foundation.example",
            ["SignIn__AttemptsPerMinute"] = "10000",
            ["Jobs__EverySeconds"] = "1",
        };
        _settings["WELLBEING_FAILPOINT"] = Failpoint; // Read by no product; see Wellbeing.Failpoints.
        foreach (var (key, value) in settings)
            _settings[key] = value;
        _process = new WebProcess(typeof(ServerUnderTest).Assembly, _folder, _settings);
    }

    public ScriptedSmtpServer Smtp { get; }

    /// <summary>Its environment.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;
    public HttpClient Http => _process.Http;

    /// <summary>Everything it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Changes its environment from the next start on.</summary>
    public void Set(string key, string value) => _settings[key] = value;

    public int Kills { get; private set; }

    /// <summary>For who must not fail because the other one holds the database on a slow machine.</summary>
    private const int PatientSeconds = 30;

    /// <param name="seconds">After so many a held database is given up; the process does so after one, where the tests
    /// need not wait longer to see it.</param>
    private string ConnectionString(int seconds) =>
        $"Data Source={FileBeside("wellbeing.db")};Default Timeout={seconds}";

    /// <summary>A migrated database with a nurse on call; no process yet.</summary>
    /// <param name="settings">Environment variables beside, or in place of, the usual ones.</param>
    public static async Task<ServerUnderTest> Create(params (string Key, string Value)[] settings)
    {
        var server = new ServerUnderTest(ScriptedSmtpServer.Start(), settings);
        await server.Db(async db =>
        {
            await db.Database.MigrateAsync();
            await db.EnsureDefaults(Now, CancellationToken.None);
            var nurse = await AddAccount(db, NurseEmail, Roles.Nurse);
            db.OnCallShifts.Add(
                new OnCallShift
                {
                    Id = Guid.CreateVersion7(),
                    AccountId = nurse,
                    CreatedAtUtc = Now.AddDays(-1),
                    StartsAtUtc = Now.AddDays(-1),
                    EndsAtUtc = Now.AddDays(1),
                }
            );
            await db.SaveChangesAsync();
        });
        return server;
    }

    public static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>Adds a participant with a sign-in.</summary>
    public async Task<Guid> AddParticipant(string email)
    {
        var account = await Db(db => AddAccount(db, email, Roles.Participant));
        await using var scope = _services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ISender>()
            .Send(
                new RegisterParticipant(
                    Actor.System,
                    ParticipantKind.Patient,
                    email,
                    email,
                    null,
                    "en",
                    false,
                    "Australia/Hobart",
                    CheckInSchedule.Default,
                    account
                )
            );
    }

    public Task Start() => _process.Start();

    /// <summary>Starts it without waiting until it is ready.</summary>
    public Task Launch()
    {
        _process.Launch();
        return Task.CompletedTask;
    }

    /// <summary>Pages, in a browser of its own.</summary>
    public PageReader Browser() => new(_process.Address);

    /// <summary>From now on the process can write no byte more to any file, as on a full disk; null lifts it.</summary>
    public Task LimitFiles(long? bytes) => _process.LimitFiles(bytes);

    public async Task Kill()
    {
        if (await _process.Kill())
            Kills++;
    }

    /// <summary>The next start is killed <paramref name="moment"/> (before, after) the commit of a transaction with
    /// this piece of SQL. Takes effect at once.</summary>
    public async Task Arm(string moment, string statement)
    {
        var whole = FileBeside("failpoint.new"); // Never half of it.
        await File.WriteAllTextAsync(whole, $"{moment}\n{statement}\n");
        File.Move(whole, Failpoint, overwrite: true);
    }

    /// <summary>Waits until it was killed at the armed point, and disarms it.</summary>
    public async Task KilledAtFailpoint()
    {
        await _process.Ended();
        File.Delete(Failpoint);
        Kills++;
    }

    /// <summary>Environment variables with which <see cref="Arm"/> works.</summary>
    public static readonly (string Key, string Value) WithFailpoints = ("DOTNET_STARTUP_HOOKS", Metadata("Failpoints"));

    private string Failpoint => FileBeside("failpoint");

    /// <summary>Starts a second server on the same database, which should refuse; what it said.</summary>
    public async Task<string> StartSecond()
    {
        await using var second = new WebProcess(typeof(ServerUnderTest).Assembly, _folder, _settings);
        return (await Assert.ThrowsAsync<InvalidOperationException>(second.Start)).Message;
    }

    /// <summary>Runs <c>wellbeing</c> as an operator does; its exit code and output.</summary>
    public Task<(int Code, string Output)> Cli(params string[] arguments) => Cli(_folder, _settings, arguments);

    /// <inheritdoc cref="Cli(string[])"/>
    public static Task<(int Code, string Output)> Cli(
        string folder,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    ) => CliProgram.Run(typeof(ServerUnderTest).Assembly, folder, settings, arguments);

    public string FileBeside(string name) => Path.Combine(_folder, name);

    public async Task<T> Send<T>(IRequest<T> request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <summary>Lets go of the database, so that another file can take its place.</summary>
    public static void Forget() => SqliteConnection.ClearAllPools();

    public async Task<string> LogIn(string email)
    {
        var response = await Http.PostAsJsonAsync("/api/v1/identity/login", new { email, password = Password });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Sends a check-in that asks for contact; null when the connection broke before an answer.</summary>
    public async Task<HttpStatusCode?> SubmitCheckIn(string token, Guid submissionId, string? words = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/check-ins")
        {
            Content = JsonContent.Create(
                new
                {
                    submissionId,
                    intensity = 6,
                    functioning = 5,
                    contactMe = true,
                    words,
                }
            ),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await Http.SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<T> Db<T>(Func<WellbeingDb, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<WellbeingDb>());
    }

    public Task Db(Func<WellbeingDb, Task> use) =>
        Db(async db =>
        {
            await use(db);
            return true;
        });

    /// <summary>How many check-ins, flags, steps and team messages the person has.</summary>
    public Task<(int CheckIns, int Flags, int Steps, int Messages)> Stored(Guid participantId) =>
        Db(async db =>
            (
                await db.CheckIns.CountAsync(c => c.ParticipantId == participantId),
                await db.Flags.CountAsync(f => f.ParticipantId == participantId),
                await db.StepRuns.CountAsync(s =>
                    db.Flags.Any(f => f.Id == s.FlagId && f.ParticipantId == participantId)
                ),
                await db.Messages.CountAsync(n => n.ParticipantId == participantId && n.Kind == FlagToTeam.Kind)
            )
        );

    public async Task<VerifyAuditResult> VerifyAudit()
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(new VerifyAudit(Actor.System));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Smtp.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Metadata(string key) =>
        typeof(ServerUnderTest)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == key)
            .Value!;

    private static async Task<Guid> AddAccount(WellbeingDb db, string email, Roles role)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            DisplayName = email,
            SecurityStamp = "test",
        };
        account.PasswordHash = new PasswordHasher<Account>().HashPassword(account, Password);
        var name = role.ToString();
        db.Users.Add(account);
        db.UserRoles.Add(
            new IdentityUserRole<Guid>
            {
                UserId = account.Id,
                RoleId = (await db.Roles.SingleAsync(r => r.Name == name)).Id,
            }
        );
        await db.SaveChangesAsync();
        return account.Id;
    }
}
