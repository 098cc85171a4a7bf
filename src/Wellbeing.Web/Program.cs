using Microsoft.Extensions.DependencyInjection.Extensions;
using Wellbeing.App;
using Wellbeing.Delivery;
using Wellbeing.Hosting;
using Wellbeing.Web;
using Wellbeing.Web.Api;
using Wellbeing.Web.Components;
using Wellbeing.Web.Jobs;
using Wellbeing.Web.Offline;
using Wellbeing.Web.SignIn;
using Wellbeing.Web.Startup;

using var early = StartFailure.EndsQuietly();
try
{
    var builder = ContentRoot.Create(args);
    builder.UseDefaultUrl("http://localhost:5080");
    builder.Logging.TellOnce();
    builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);

    builder.Services.TryAddSingleton(TimeProvider.System);
    builder.Services.AddWellbeingDatabase(builder.Configuration, builder.Environment);
    builder.Services.AddWellbeingApp(builder.Configuration);
    builder.Services.AddWellbeingDelivery(builder.Configuration);
    builder.Services.AddServerSettings(builder.Configuration, DemoDoor.CanOpen(builder.Environment));
    builder.Services.AddFrontEnd(builder.Configuration);
    builder.Services.AddSignIn(builder.Environment);
    builder.Services.AddRateLimits();
    builder.Services.AddJobs(builder.Configuration);
    builder.Services.AddWellbeingApi();
    builder.Services.AddRazorPages(pages => pages.Conventions.ConfigureFilter(new ShowAgainWhenRefused()));
    builder.Services.AddWellbeingHealth();

    var app = builder.Build();
    await app.Services.GetRequiredService<Judgement>().Expect(); // Before anything is written.
    app.UseSecurityHeaders(); // First, so that every answer carries them.
    app.UseErrorPages();
    app.UseRouting();
    app.UseRateLimiter();
    app.UseAuthentication();
    app.UseDatabaseUnavailable();
    app.UseCheckInLinks();
    app.UseMailLanguage();
    app.UseAuthorization();
    app.UseSiteSettings();
    app.UseReadersLanguage();
    app.MapStaticAssets().AllowAnonymous();
    app.MapRazorPages().WithStaticAssets();
    app.MapKeptCheckIns();
    app.MapStaffSession();
    app.MapServiceWorker();
    app.MapBrandFiles();
    app.MapRotaCalendars();
    app.MapWellbeingApi();
    app.MapWellbeingHealth();

    await app.PrepareDatabase();
    await app.SayWhatNoLongerCounts();
    await app.SeedDemo();
    app.MessagesStop();
    early.Dispose(); // From here on the host listens for it.
    await app.StartAsync();
    StartFailure.ItRuns();
    app.SayWhereItRuns();
    app.ScheduleJobs(); // After the first page can be answered.
    StartFailure.HasStarted();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception) when (StartFailure.WasStopped)
{
    await Console.Error.WriteLineAsync(StartFailure.Stopped);
    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { } line)
{
    // An operator's mistake gets one line that names the setting and the fix.
    await Console.Error.WriteLineAsync(line);
    return 1;
}

/// <summary>Named so that tests can host it.</summary>
public sealed partial class Program;
