using Wellbeing.Web.Demo;

namespace Wellbeing.Web.Setup;

internal static class Announce
{
    /// <summary>Prints where the application answers, and in the demo how to sign in.</summary>
    public static void SayWhereItRuns(this WebApplication app)
    {
        Console.WriteLine();
        Console.WriteLine($"Wellbeing answers at {string.Join(" and ", app.Urls)}");
        if (app.IsDemo())
        {
            Console.WriteLine("Demo sign-ins, all with the password " + DemoSeeder.Password + ":");
            foreach (var (email, who) in DemoSeeder.SignIns) Console.WriteLine($"  {email,-24} {who}");
        }

        Console.WriteLine();
    }
}
