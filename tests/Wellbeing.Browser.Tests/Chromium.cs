using Microsoft.Playwright;

namespace Wellbeing.Browser.Tests;

/// <summary>The browser of these tests: <c>WELLBEING_CHROMIUM</c>, or where Debian puts it.</summary>
internal static class Chromium
{
    /// <param name="also">Arguments beside the usual ones.</param>
    public static Task<IBrowser> Launch(IPlaywright playwright, params string[] also) =>
        playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("WELLBEING_CHROMIUM") is { Length: > 0 } path
                    ? path
                    : "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    .. also,
                ],
            }
        );
}
