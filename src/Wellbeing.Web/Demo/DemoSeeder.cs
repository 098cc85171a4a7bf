namespace Wellbeing.Web.Demo;

/// <summary>A demo, in Development only.</summary>
internal static class DemoSeeder
{
    public const string Password = "Demo-Wellbeing-1";

    public static IReadOnlyList<(string Email, string Who)> SignIns { get; } =
    [
        ("patient@demo.example", "a patient"),
        ("family@demo.example", "a family member, for themselves"),
        ("nurse@demo.example", "a support nurse"),
        ("admin@demo.example", "an administrator"),
    ];

    /// <summary><c>Demo:Seed</c>, default true; in Development only, whatever the setting.</summary>
    public static bool IsDemo(this WebApplication app) => app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Seed", true);

    public static Task SeedDemo(this WebApplication app) => Task.CompletedTask;
}
