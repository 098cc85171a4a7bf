using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>Somebody without JavaScript writes, and their session ends before it is sent.</summary>
public sealed class UnsentFormTests(DemoSite site)
{
    private const string Words = "The nights are long, and I lie awake.";

    [Theory]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    public async Task What_a_nurse_wrote_is_there_after_signing_in_again(int width, bool javaScript)
    {
        var page = await site.SignIn(DemoSite.Nurse, width, javaScript);
        await page.GotoAsync("/Staff/People");
        await page.Locator("main a[href^='/Staff/People/']").First.ClickAsync();
        var person = page.Url.Split('?')[0];
        await page.GetByText("Write a note").First.ClickAsync();
        await page.Locator("textarea[name='Note.Text']").FillAsync(Words);
        await page.Context.ClearCookiesAsync(new() { Name = "wellbeing" });
        var form = page.Locator("form:has(textarea[name='Note.Text'])");
        if (javaScript)
            await form.EvaluateAsync("form => form.submit()"); // As where the page's own script did not load.
        else
            await form.Locator("button").ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("What you entered is kept for half an hour");
        await page.GotoAsync(page.Url + "&way=password");
        await page.GetByLabel("Email").FillAsync(DemoSite.Nurse);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("What you entered is still here");
        await Expect(page.Locator("blockquote")).ToHaveTextAsync(Words);
        await DemoSite.Picture(page, "unsent");
        if (javaScript)
            await DemoSite.ExpectAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it now" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("The note is saved");
        Assert.StartsWith(person, page.Url, StringComparison.Ordinal);
    }
}
