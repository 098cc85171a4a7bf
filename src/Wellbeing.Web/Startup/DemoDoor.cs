using Wellbeing.App.Accounts;
#if DEMO
using Wellbeing.Demo;
#endif

namespace Wellbeing.Web.Startup;

/// <summary>
/// The only way to the demo, project <c>Wellbeing.Demo</c>. Builds for development have it (<c>WithDemo</c> in the
/// project file); Release builds and what is published have not, and the door stays shut.
/// </summary>
internal static class DemoDoor
{
    /// <summary>True where there is a demo: in Development, unless <c>Demo:Seed</c> is false.</summary>
    public static bool IsOpen(IHostEnvironment environment, IConfiguration configuration) =>
        CanOpen(environment) && configuration.GetValue("Demo:Seed", true);

    /// <summary>True for the demo's own staff, who need no second factor unless <c>Demo:WithoutSecondFactor</c> is
    /// false.</summary>
    public static bool LetsIn(Account account, IHostEnvironment environment, IConfiguration configuration) =>
        IsOpen(environment, configuration)
        && configuration.GetValue("Demo:WithoutSecondFactor", true)
        && Employs(account.Email);

    public static async Task SeedDemo(this WebApplication app)
    {
        if (IsOpen(app.Environment, app.Configuration))
            await Seed(app);
        else if (app.Environment.IsDevelopment() && !IsHere)
            Console.WriteLine("This build has no demo. 'dotnet run --project src/Wellbeing.Web' has one.");
    }

    /// <summary>Whether there may be a demo: this build has one, and this is Development.</summary>
    public static bool CanOpen(IHostEnvironment environment) => IsHere && environment.IsDevelopment();

#if DEMO
    private static bool IsHere => true;

    /// <summary>Since when the settings are in force: in the demo, from before its first check-in.</summary>
    public static DateTime BeginsUtc(DateTime nowUtc) => DemoSeeder.BeginsUtc(nowUtc);

    /// <summary>Prints how to sign in.</summary>
    public static void SayWhoSignsIn()
    {
        Console.WriteLine("Demo sign-ins, all with the password " + DemoSeeder.Password + ":");
        foreach (var (email, who) in DemoSeeder.SignIns)
            Console.WriteLine("  " + email.PadRight(24) + " " + who);
    }

    private static bool Employs(string? email) => DemoSeeder.Employs(email);

    private static Task Seed(WebApplication app) =>
        DemoSeeder.Seed(app.Services, services => services.AddWellbeingDatabase(app.Configuration, app.Environment));
#else
    private static bool IsHere => false;

    /// <summary>Since when the settings are in force: now.</summary>
    public static DateTime BeginsUtc(DateTime nowUtc) => nowUtc;

    public static void SayWhoSignsIn() { }

    private static bool Employs(string? email) => false;

    private static Task Seed(WebApplication app) => Task.CompletedTask;
#endif
}
