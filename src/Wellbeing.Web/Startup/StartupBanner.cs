namespace Wellbeing.Web.Startup;

internal static class StartupBanner
{
    /// <summary>Prints where the application answers, and in the demo how to sign in.</summary>
    public static void SayWhereItRuns(this WebApplication app)
    {
        Console.WriteLine();
        Console.WriteLine($"Wellbeing answers at {string.Join(" and ", app.Urls)}");
        if (DemoDoor.IsOpen(app.Environment, app.Configuration))
            DemoDoor.SayWhoSignsIn();
        Console.WriteLine();
    }
}
