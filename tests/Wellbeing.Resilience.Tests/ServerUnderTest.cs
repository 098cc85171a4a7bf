using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MediatR;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Audit;
using Wellbeing.App.Features.Participants;
using Wellbeing.Migrations.Sqlite;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Resilience.Tests;

/// <summary>The real program as a process of its own, on a real SQLite file, talking to a real SMTP server: to be killed at will.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    public const string Password = "A-long-test-password-1";
    public const string NurseEmail = "nurse@team.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-kill-").FullName;
    private readonly ServiceProvider _services;
    private readonly int _port = FreePort();
    private readonly StringWriter _output = new();
    private Process? _process;

    private ServerUnderTest(ScriptedSmtpServer smtp)
    {
        Smtp = smtp;
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System)
            .AddWellbeingApp(configuration)
            .AddDbContext<WellbeingDb>(options => options.UseWellbeingSqlite(ConnectionString));
        services.AddDataProtection();
        services.AddSingleton<App.Features.Notices.IMailer>(_ => throw new InvalidOperationException("Only the process sends."));
        _services = services.BuildServiceProvider();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public ScriptedSmtpServer Smtp { get; }
    public HttpClient Http { get; }
    public int Kills { get; private set; }

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "wellbeing.db")}";

    /// <summary>A migrated database with a nurse on call; no process yet.</summary>
    public static async Task<ServerUnderTest> Create()
    {
        var server = new ServerUnderTest(ScriptedSmtpServer.Start());
        await server.Db(async db =>
        {
            await db.Database.MigrateAsync();
            await db.EnsureDefaults(Now, CancellationToken.None);
            var nurse = await AddAccount(db, NurseEmail, Roles.Nurse);
            db.OnCallShifts.Add(new OnCallShift { Id = Guid.CreateVersion7(), AccountId = nurse, StartsAtUtc = Now.AddDays(-1), EndsAtUtc = Now.AddDays(1) });
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
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(new RegisterParticipant(
            Actor.System, ParticipantKind.Patient, email, email, null, "en", false, "Australia/Hobart", CheckInSchedule.Default, account));
    }

    /// <summary>Starts the process and waits until it is ready.</summary>
    public async Task Start()
    {
        var program = typeof(ServerUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "WebProgram").Value!;
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = Http.BaseAddress!.ToString();
        start.Environment["Database__ConnectionString"] = ConnectionString;
        start.Environment["Mail__Transport"] = "Smtp";
        start.Environment["Mail__Host"] = Smtp.Host;
        start.Environment["Mail__Port"] = Smtp.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["Mail__Tls"] = "None";
        start.Environment["Mail__From"] = "team@foundation.example";
        start.Environment["Api__LoginsPerMinute"] = "10000";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromSeconds(90); await Task.Delay(40))
        {
            if (_process.HasExited) throw new InvalidOperationException($"The server ended at start:\n{Output()}");
            try
            {
                if ((await Http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
            }
        }

        throw new InvalidOperationException($"The server did not become ready:\n{Output()}");
    }

    /// <summary>SIGKILL: no hook runs, no buffer is flushed.</summary>
    public async Task Kill()
    {
        if (_process is not { HasExited: false } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        Kills++;
    }

    public async Task<string> LogIn(string email)
    {
        var response = await Http.PostAsJsonAsync("/api/v1/identity/login", new { email, password = Password });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Sends a check-in that asks for contact; null when the connection broke before an answer.</summary>
    public async Task<HttpStatusCode?> SubmitCheckIn(string token, Guid submissionId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/check-ins")
        {
            Content = JsonContent.Create(new { submissionId, intensity = 6, functioning = 5, contactMe = true }),
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

    public Task Db(Func<WellbeingDb, Task> use) => Db(async db =>
    {
        await use(db);
        return true;
    });

    public async Task<VerifyAuditResult> VerifyAudit()
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(new VerifyAudit(Actor.System));
    }

    public string Output()
    {
        lock (_output) return _output.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
        Http.Dispose();
        await Smtp.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private void Keep(string? line)
    {
        lock (_output) _output.WriteLine(line);
    }

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
        db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = (await db.Roles.SingleAsync(r => r.Name == name)).Id });
        await db.SaveChangesAsync();
        return account.Id;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
