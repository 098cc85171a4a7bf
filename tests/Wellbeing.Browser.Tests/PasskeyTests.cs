using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>The lock of a phone, as Chromium plays it.</summary>
public sealed class PasskeyTests(DemoSite site)
{
    [Fact]
    public async Task It_is_added_in_settings_and_signs_in_by_itself()
    {
        var page = await site.Open(width: 360, byName: true);
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        await page.GotoAsync("/SignIn?way=password");
        await page.GetByLabel("Email address").FillAsync(DemoSite.Family);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GotoAsync("/Account/Passkeys");
        await page.GetByLabel("A name for it").FillAsync("My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByText("Your passkey is added")).ToBeVisibleAsync();
        await DemoSite.ExpectAccessible(page);
        await DemoSite.ExpectNoSidewaysScroll(page);
        await DemoSite.Picture(page, "passkeys");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/SignIn");
        await DemoSite.ExpectAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Hello" })).ToBeVisibleAsync();
        await page.GotoAsync("/Account/Passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove My phone" }).ClickAsync();
        await Expect(page.GetByText("The passkey is removed")).ToBeVisibleAsync();
        site.ExpectQuietScripts();
    }
}
