using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wellbeing.App;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery;

namespace Wellbeing.Demo;

/// <summary>A demo, in Development only: sixty people and six months, made by the product's own requests.</summary>
public static class DemoSeeder
{
    public const string Password = "Demo-Wellbeing-1";

    private static readonly TimeSpan _mailsKeptFor = TimeSpan.FromHours(48);

    public static IReadOnlyList<(string Email, string Who)> SignIns { get; } =
    [
        (DemoCast.PatientEmail, "a patient"),
        (DemoCast.FamilyEmail, "a family member, for themselves"),
        (DemoCast.Nurses[0].Email, "a support nurse"),
        (DemoCast.Administrator.Email, "an administrator"),
    ];

    /// <summary>When the demo's half-year begins.</summary>
    public static DateTime BeginsUtc(DateTime nowUtc) => nowUtc.AddDays(-7 * DemoStories.Weeks).AddHours(-1);

    /// <summary>True for the staff of the demo.</summary>
    public static bool Employs(string? email) =>
        DemoCast
            .Nurses.Append(DemoCast.Administrator)
            .Any(s => s.Email.Equals(email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes the demo if nobody is there yet: all of it, or nothing.</summary>
    /// <param name="product">The program's own services.</param>
    /// <param name="addDatabase">Adds its database and keys to others.</param>
    public static async Task Seed(IServiceProvider product, Action<IServiceCollection> addDatabase)
    {
        if (!product.GetRequiredService<IHostEnvironment>().IsDevelopment())
            throw new InvalidOperationException("The demo is made in Development only.");

        // Made here, outside the transaction: a new key is stored through a connection of its own.
        var protection = product.GetRequiredService<IDataProtectionProvider>();
        protection.CreateProtector("demo").Protect("");
        var nowUtc = product.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var clock = new DemoClock(BeginsUtc(nowUtc));

        await using var services = Services(product, addDatabase, protection, clock, nowUtc);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WellbeingDb>();
        if (await db.Participants.AnyAsync())
            return;

        Console.Write("Making the demo: 60 people, six months ... ");
        var began = Stopwatch.GetTimestamp();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            db.Database.AutoSavepointsEnabled = false; // It stands or falls as a whole.
            await scope.ServiceProvider.GetRequiredService<DemoRun>().Live(nowUtc);
            await transaction.CommitAsync();
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"done in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s")
        );
    }

    /// <summary>The product once more: the same database, keys and mail settings, but the demo's clock, and no jobs to
    /// nudge.</summary>
    private static ServiceProvider Services(
        IServiceProvider product,
        Action<IServiceCollection> addDatabase,
        IDataProtectionProvider protection,
        DemoClock clock,
        DateTime nowUtc
    )
    {
        var configuration = product.GetRequiredService<IConfiguration>();
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddSingleton(product.GetRequiredService<IHostEnvironment>());
        services.AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        addDatabase(services);
        services.AddWellbeingApp(configuration);
        services.AddSingleton(protection);
        services.AddIdentityCore<Account>().AddEntityFrameworkStores<WellbeingDb>();
        services.AddSingleton<IPasswordHasher<Account>, OneHash>();

        // The configured mailer, but on the demo's clock: a mail is dated when it was sent.
        services.AddWellbeingDelivery(configuration);
        var configured = services.Last(s => s.ServiceType == typeof(IMailer));
        services.AddSingleton(provider => new DemoMail(
            (IMailer)configured.ImplementationFactory!(provider),
            clock,
            nowUtc - _mailsKeptFor
        ));
        services.AddSingleton<IMailer>(provider => provider.GetRequiredService<DemoMail>());
        services.AddScoped<DemoRun>();
        return services.BuildServiceProvider();
    }

    /// <summary>Everybody has the same password: it is hashed once, not sixty times at a tenth of a second.</summary>
    private sealed class OneHash : PasswordHasher<Account>
    {
        private string? _hash;

        public override string HashPassword(Account user, string password) =>
            _hash ??= base.HashPassword(user, password);
    }
}
