using System.Net;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.Testing;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Tests.Hosting;

/// <summary>What a test wants to be different about the host.</summary>
public sealed record WebSetup
{
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>Production unless said: what is stricter there (cookies over https only, no demo) is what must
    /// work.</summary>
    public string Environment { get; init; } = "Production";

    /// <summary>Further settings, such as <c>("OpenApi:Enabled", "true")</c>.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>What takes the server's log, from its start on; null for nobody.</summary>
    public LogLines? Log { get; init; }
}

/// <summary>
/// The whole product behind its own server on a port of this machine, over https as in Production, on a real database
/// of its own, with the <see cref="Testing.Cast"/>, a clock that the test moves, a mailbox instead of a mail server,
/// and no jobs in the background.
/// </summary>
public sealed class WebFixture : ITestApp, IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly TestDatabase _database;

    private WebFixture(Factory factory, TestDatabase database)
    {
        _factory = factory;
        _database = database;
    }

    public IServiceProvider Services => _factory.Services;
    public FakeTimeProvider Clock => _factory.Clock;
    public Mailbox Mailbox => _factory.Mailbox;
    public Cast Cast { get; private set; } = null!;
    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <summary>Where it answers.</summary>
    public Uri Address => _factory.ClientOptions.BaseAddress;

    public static async Task<WebFixture> Create(WebSetup? setup = null)
    {
        setup ??= new WebSetup();
        var (template, cast) = await WebTemplate.Of(setup.Provider);
        var web = Around(setup, await TestDatabase.Create(setup.Provider, template));
        web.Cast = cast.In(web);
        return web;
    }

    /// <summary>On an empty database, as at the first start: what every test's copy is made from.</summary>
    internal static async Task<Cast> CreateAnew(TestDatabase database)
    {
        await using var factory = new Factory(new WebSetup { Provider = database.Provider }, database);
        factory.StartServer();
        return await Cast.Create(new WebFixture(factory, database)); // Not disposed: that would drop the database.
    }

    private static WebFixture Around(WebSetup setup, TestDatabase database)
    {
        var factory = new Factory(setup, database);
        factory.StartServer();
        return new WebFixture(factory, database);
    }

    public async Task<T> Send<T>(IRequest<T> request)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    public async Task Send(IRequest request)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    public async Task<T> Db<T>(Func<WellbeingDb, Task<T>> use)
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<WellbeingDb>());
    }

    public Task Db(Func<WellbeingDb, Task> use) =>
        Db(async db =>
        {
            await use(db);
            return true;
        });

    /// <summary>Changes an account as the team would.</summary>
    public async Task Accounts(Func<UserManager<Account>, Task> use)
    {
        await using var scope = Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
    }

    /// <summary>A client that nobody is signed in with. It keeps cookies and shows redirects as they are.</summary>
    public HttpClient Anonymous(CookieContainer? cookies = null) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = cookies ?? new CookieContainer(),
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        certificate?.GetCertHashString() == LoopbackCertificate.Instance.GetCertHashString(),
                },
            }
        )
        {
            BaseAddress = Address,
        };

    /// <summary>The API as seen by nobody.</summary>
    public ApiClient Api() => new(Anonymous());

    /// <summary>The API, signed in as somebody of the cast.</summary>
    public async Task<ApiClient> Api(string email)
    {
        await HalfAMinuteLater();
        var api = Api();
        await api.SignIn(email);
        return api;
    }

    /// <summary>Pages, signed in by the sign-in page, as a person does.</summary>
    public async Task<HttpClient> SignedInByPage(string email)
    {
        var client = Anonymous();
        var form = HtmlForm.In(await client.GetStringAsync("/SignIn"), containing: "Password");
        using var answer = await form.With(("Email", email), ("Password", Cast.Password)).Submit(client, "/SignIn");
        if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther))
            throw new InvalidOperationException($"{email} was not signed in: {(int)answer.StatusCode}.");
        if (
            answer.Headers.Location!.OriginalString is var next
            && next.StartsWith("/SignIn/Code", StringComparison.Ordinal)
        )
        {
            await HalfAMinuteLater();
            using var code = await HtmlForm
                .In(await client.GetStringAsync(next), containing: "name=\"Code\"")
                .With(("Code", Totp.Now()))
                .Submit(client, next);
            if (code.StatusCode != HttpStatusCode.Redirect)
                throw new InvalidOperationException($"{email}'s code was refused: {(int)code.StatusCode}.");
        }

        return client;
    }

    /// <summary>A code of an authenticator app is good once; the next one shows half a minute later, for which no test
    /// waits.</summary>
    public Task HalfAMinuteLater() => Db(db => db.UsedCodes.ExecuteDeleteAsync());

    /// <summary>Pages, signed in without a page: by the cookie that a sign-in would have left.</summary>
    public async Task<HttpClient> SignedInByCookie(Guid accountId)
    {
        var (name, value) = await Cookie(accountId);
        var cookies = new CookieContainer();
        cookies.Add(Address, new Cookie(name, value) { Secure = true, HttpOnly = true });
        return Anonymous(cookies);
    }

    /// <summary>The cookie of somebody signed in now.</summary>
    public async Task<(string Name, string Value)> Cookie(Guid accountId)
    {
        await using var scope = Services.CreateAsyncScope();
        var account = await scope
            .ServiceProvider.GetRequiredService<UserManager<Account>>()
            .FindByIdAsync(accountId.ToString("D"));
        var principal = await scope
            .ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Account>>()
            .CreateAsync(account!);
        var options = scope
            .ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var now = Clock.GetUtcNow();
        var session = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + options.ExpireTimeSpan };
        RecentSignIn.Record(session, now);
        var ticket = new AuthenticationTicket(principal, session, IdentityConstants.ApplicationScheme);
        return (options.Cookie.Name!, options.TicketDataFormat.Protect(ticket));
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _database.DisposeAsync();
        Mailbox.Close();
    }

    private sealed class Factory : WebApplicationFactory<Program>
    {
        private readonly WebSetup _setup;
        private readonly TestDatabase _database;

        public Factory(WebSetup setup, TestDatabase database)
        {
            (_setup, _database) = (setup, database);
            UseKestrel(server =>
                server.Listen(IPAddress.Loopback, 0, port => port.UseHttps(LoopbackCertificate.Instance))
            );
        }

        public FakeTimeProvider Clock { get; } = new(AppFixture.Start);
        public Mailbox Mailbox { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(_setup.Environment);
            builder.UseStaticWebAssets(); // As Development does by itself: the front end's files lie with their project.
            builder.UseSetting("Database:Provider", _database.Provider.ToString());
            builder.UseSetting("Database:ConnectionString", _database.ConnectionString);
            builder.UseSetting("Keys:File", OperatorsKey.File);
            builder.UseSetting("Jobs:Enabled", "false");
            // What the mailbox takes the place of, and where the tests are.
            builder.UseSetting("Production:AllowMailAsFiles", "true");
            builder.UseSetting("Production:AllowLocalBaseUrl", "true");
            builder.UseSetting("Demo:Seed", "false");
            // Tests sign in more often than a person does, all from one address.
            builder.UseSetting("SignIn:AttemptsPerMinute", "100000");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel", "Error"); // It says that the port is not the configured one.
            foreach (var (key, value) in _setup.Settings)
                builder.UseSetting(key, value);
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Replace(ServiceDescriptor.Singleton<IMailer>(Mailbox));
                if (_setup.Log is { } log)
                    services.AddSingleton<ILoggerProvider>(log);
            });
        }
    }
}
