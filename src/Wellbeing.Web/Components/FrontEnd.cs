using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Wellbeing.App.Wording;

namespace Wellbeing.Web.Components;

/// <summary>What pages need to be drawn: texts, times, an encoder that leaves every script's letters as they
/// are.</summary>
public static class FrontEnd
{
    /// <summary>For markup written by hand, as charts are. Razor's own is set to the same.</summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    public static IServiceCollection AddFrontEnd(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<PersonTimes>();
        services.AddScoped<UnreadCount>();
        services.AddSingleton<TeamTime>();
        services.AddSingleton<WhatIfRuns>();
        services.AddSingleton(typeof(Words<>));
        services.AddSingleton(TextSource.Of<ParticipantText>());
        services.AddSingleton(TextSource.Of<SharedText>());
        services.AddSingleton(TextSource.Of<GuidanceText>());
        // Arabic as entities would be six times as long, for people on slow networks.
        services.Configure<WebEncoderOptions>(encoders =>
            encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)
        );
        return services;
    }
}
