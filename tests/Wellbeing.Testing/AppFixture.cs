using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;

namespace Wellbeing.Testing;

/// <summary>
/// The whole application below the web, on a real database of its own, with a clock that the test moves and a mailbox
/// that fails the test on any mail nobody expected.
/// </summary>
public sealed class AppFixture : ITestApp, IAsyncDisposable
{
    /// <summary>A Monday morning: 10:00 in Brisbane, 11:00 in Hobart (daylight saving).</summary>
    public static readonly DateTimeOffset Start = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;
    private readonly TestDatabase _database;

    private AppFixture(ServiceProvider services, TestDatabase database)
    {
        _services = services;
        _database = database;
    }

    public FakeTimeProvider Clock => _services.GetRequiredService<FakeTimeProvider>();
    public Mailbox Mailbox => _services.GetRequiredService<Mailbox>();
    public Webhooks Webhooks => _services.GetRequiredService<Webhooks>();
    public Cast Cast { get; private set; } = null!;
    public TextCatalogue Texts => _services.GetRequiredService<TextCatalogue>();
    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <summary>A fresh, migrated database with the defaults and the <see cref="Testing.Cast"/>.</summary>
    public static async Task<AppFixture> Create(
        DatabaseProvider provider = DatabaseProvider.Sqlite,
        params (string Key, string Value)[] settings
    )
    {
        var (template, cast) = await TestTemplate.Of(provider);
        var app = Around(await TestDatabase.Create(provider, template), settings);
        app.Cast = cast.In(app);
        if (settings.Any(s => s.Key.StartsWith("Team:", StringComparison.Ordinal)))
        {
            // The settings give first values, and the template had none.
            await app.Db(async db =>
            {
                await db.TeamCalendars.ExecuteDeleteAsync();
                await db.EnsureDefaults(
                    app.Now,
                    CancellationToken.None,
                    app._services.GetRequiredService<IOptions<TeamOptions>>().Value
                );
            });
        }

        return app;
    }

    /// <summary>As <see cref="Create(DatabaseProvider, ValueTuple{string, string}[])"/>, with something put between the
    /// application and its edges.</summary>
    public static async Task<AppFixture> Create(
        DatabaseProvider provider,
        Action<DbContextOptionsBuilder>? database = null,
        IMailer? mailer = null,
        IWebhookSender? webhooks = null,
        IBounceMailbox? bounces = null,
        params (string Key, string Value)[] settings
    )
    {
        var (template, cast) = await TestTemplate.Of(provider);
        var app = Around(await TestDatabase.Create(provider, template), settings, database, mailer, webhooks, bounces);
        app.Cast = cast.In(app);
        return app;
    }

    /// <summary>As the tests' own, but from an empty database: what every test's copy is made from.</summary>
    internal static async Task<AppFixture> CreateAnew(TestDatabase database)
    {
        var app = Around(database, []);
        await app.Db(async db =>
        {
            await db.Database.MigrateAsync();
            await db.EnsureDefaults(app.Now, CancellationToken.None);
        });
        app.Cast = await Cast.Create(app);
        return app;
    }

    private static AppFixture Around(
        TestDatabase database,
        (string Key, string Value)[] settings,
        Action<DbContextOptionsBuilder>? between = null,
        IMailer? mailer = null,
        IWebhookSender? webhooks = null,
        IBounceMailbox? bounces = null
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)))
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddWellbeingApp(configuration)
            .AddSingleton(new FakeTimeProvider(Start))
            .AddSingleton<TimeProvider>(s => s.GetRequiredService<FakeTimeProvider>())
            .AddSingleton<Mailbox>()
            .AddSingleton<IMailer>(s => mailer ?? s.GetRequiredService<Mailbox>())
            .AddSingleton<Webhooks>()
            .AddSingleton<IWebhookSender>(s => webhooks ?? s.GetRequiredService<Webhooks>())
            .AddDbContext<WellbeingDb>(options =>
            {
                database.Configure(options);
                between?.Invoke(options);
            });
        if (bounces is not null)
            services.AddSingleton(bounces);
        services.AddDataProtection().SetApplicationName("Wellbeing").UseEphemeralDataProtectionProvider();
        return new AppFixture(services.BuildServiceProvider(validateScopes: true), database);
    }

    /// <summary>As the application keeps secrets and words.</summary>
    public string Seal(string value) => _services.GetRequiredService<SealedText>().Seal(value)!;

    /// <summary>Sends a request through the whole pipeline, in a scope of its own, as a page would.</summary>
    public async Task<T> Send<T>(IRequest<T> request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <inheritdoc cref="Send{T}"/>
    public async Task Send(IRequest request)
    {
        await using var scope = _services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <summary>Sends a request whose type only reflection knows.</summary>
    public async Task<object?> SendAny(object request)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <summary>Reads from, or arranges, the database.</summary>
    public async Task<T> Db<T>(Func<WellbeingDb, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<WellbeingDb>());
    }

    /// <inheritdoc cref="Db{T}"/>
    public Task Db(Func<WellbeingDb, Task> use) =>
        Db(async db =>
        {
            await use(db);
            return true;
        });

    /// <summary>Calls a service of the application in a unit of work of its own.</summary>
    public async Task<T> Use<TService, T>(Func<TService, WellbeingDb, Task<T>> use)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(
            scope.ServiceProvider.GetRequiredService<TService>(),
            scope.ServiceProvider.GetRequiredService<WellbeingDb>()
        );
    }

    /// <summary>One beat of the engine: all that is due.</summary>
    public Task<TickResult> Tick(string server = "test") => Send(new Tick(Actor.System, server));

    /// <summary>The dispatcher alone, as after every check-in: sends what is due.</summary>
    public Task<int> Dispatch(string server = "test") => Send(new SendDueMessages(Actor.System, server));

    /// <summary>Lets time pass in beats, as it does in production.</summary>
    public async Task Pass(TimeSpan time, TimeSpan? beat = null)
    {
        var step = beat ?? TimeSpan.FromMinutes(1);
        var end = Clock.GetUtcNow() + time;
        while (Clock.GetUtcNow() < end)
        {
            Clock.Advance(step < end - Clock.GetUtcNow() ? step : end - Clock.GetUtcNow());
            await Tick();
        }
    }

    public Task<List<Flag>> FlagsOf(Person person) =>
        Db(db =>
            db.Flags.AsNoTracking()
                .Include(f => f.Findings)
                .Include(f => f.ContactAttempts)
                .Where(f => f.ParticipantId == person.Id)
                .OrderBy(f => f.RaisedAtUtc)
                .ToListAsync()
        );

    public async ValueTask DisposeAsync()
    {
        var mailbox = Mailbox;
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        mailbox.Close();
    }
}
