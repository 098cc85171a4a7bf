using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;
using Wellbeing.Delivery;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Demo;

/// <summary>A demo, in Development only: sixty people and six months, made by the product's own requests.</summary>
internal static class DemoSeeder
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

    /// <summary><c>Demo:Seed</c>, default true; in Development only, whatever the setting.</summary>
    public static bool IsDemo(this WebApplication app) => app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Seed", true);

    /// <summary>When the demo's half-year begins.</summary>
    public static DateTime BeginsUtc(DateTime nowUtc) => nowUtc.AddDays(-7 * DemoStories.Weeks).AddHours(-1);

    /// <summary>Makes the demo if nobody is there yet: all of it, or nothing.</summary>
    public static async Task SeedDemo(this WebApplication app)
    {
        if (!app.IsDemo()) return;

        // Made here, outside the transaction: a new key is stored through a connection of its own.
        var protection = app.Services.GetRequiredService<IDataProtectionProvider>();
        protection.CreateProtector("demo").Protect("");
        var nowUtc = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var clock = new DemoClock(BeginsUtc(nowUtc));

        await using var services = Services(app, protection, clock, nowUtc);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WellbeingDb>();
        if (await db.Participants.AnyAsync()) return;

        Console.Write("Making the demo: 60 people, six months ... ");
        var began = Stopwatch.GetTimestamp();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            db.Database.AutoSavepointsEnabled = false; // It stands or falls as a whole.
            await scope.ServiceProvider.GetRequiredService<DemoRun>().Live(nowUtc, new PasswordHasher<Account>().HashPassword(new Account(), Password));
            await transaction.CommitAsync();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
    }

    /// <summary>The product once more: the same database, keys and mail settings, but the demo's clock, and no jobs to nudge.</summary>
    private static ServiceProvider Services(WebApplication app, IDataProtectionProvider protection, DemoClock clock, DateTime nowUtc)
    {
        if (!app.Environment.IsDevelopment()) throw new InvalidOperationException("The demo is made in Development only.");

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(app.Configuration);
        services.AddSingleton<IHostEnvironment>(app.Environment);
        services.AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddWellbeingDatabase(app.Configuration, app.Environment);
        services.AddWellbeingApp(app.Configuration);
        services.AddSingleton(protection);

        // The configured mailer, but on the demo's clock: a mail is dated when it was sent.
        services.AddWellbeingDelivery(app.Configuration);
        var configured = services.Last(s => s.ServiceType == typeof(IMailer));
        services.AddSingleton(provider => new DemoMail((IMailer)configured.ImplementationFactory!(provider), clock, nowUtc - _mailsKeptFor));
        services.AddSingleton<IMailer>(provider => provider.GetRequiredService<DemoMail>());
        services.AddScoped<DemoRun>();
        return services.BuildServiceProvider();
    }
}
