namespace Wellbeing.App.Operations;

/// <summary>Section <c>Watch</c>: who is told that all is well, so that silence means trouble.</summary>
public sealed class WatchOptions
{
    public const string Section = "Watch";

    /// <summary>Address of a monitor that raises the alarm when it is not called in time; empty for none.</summary>
    public string PingUrl { get; set; } = "";

    /// <summary>How often it is called, 10 to 3,600 seconds.</summary>
    public int PingEverySeconds { get; set; } = 60;

    public bool IsSet => PingUrl.Length > 0;

    public bool UrlIsRight =>
        !IsSet || (Uri.TryCreate(PingUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
}
