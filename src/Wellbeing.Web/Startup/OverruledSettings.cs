using MediatR;
using Wellbeing.App.Operations;
using Wellbeing.App.Pipeline;
using Wellbeing.Hosting;

namespace Wellbeing.Web.Startup;

/// <summary>
/// Says at the start which settings of the operator no longer count, or never did, so that nobody changes them in vain.
/// </summary>
internal static partial class OverruledSettings
{
    public static async Task SayWhatNoLongerCounts(this WebApplication app)
    {
        foreach (var line in app.Services.GetRequiredService<Judgement>().UnknownNames())
            SayUnknown(app.Logger, line);
        await using var scope = app.Services.CreateAsyncScope();
        foreach (
            var setting in await scope
                .ServiceProvider.GetRequiredService<ISender>()
                .Send(new GetOverruledSettings(Actor.System))
        )
            SayNoLongerCounts(app.Logger, setting.Key, setting.Counts, setting.PageName, setting.Page);
    }

    [LoggerMessage(LogLevel.Warning, "{Line}")]
    private static partial void SayUnknown(ILogger logger, string line);

    [LoggerMessage(
        LogLevel.Warning,
        "The setting {Key} no longer counts: what counts is \"{Counts}\", and administrators change it on the page "
            + "\"{PageName}\" ({Page})"
    )]
    private static partial void SayNoLongerCounts(
        ILogger logger,
        string key,
        string counts,
        string pageName,
        string page
    );
}
