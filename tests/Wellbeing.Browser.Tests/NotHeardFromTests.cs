using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wellbeing.Browser.Tests;

/// <summary>Somebody did not answer: a nurse finds them on the second list and asks by telephone.</summary>
public sealed class NotHeardFromTests(DemoSite site)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_nurse_rings_somebody_not_heard_from_and_enters_the_answers(int width)
    {
        var nurse = await site.SignIn(DemoSite.Nurse, width);
        await nurse.GetByRole(AriaRole.Link, new() { Name = "Not heard from" }).First.ClickAsync();
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        await DemoSite.Picture(nurse, "not-heard-from");

        var row = nurse
            .Locator(".wb-work")
            .Filter(
                new() { Has = nurse.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Ask by telephone") }) }
            )
            .First;
        var name = await row.Locator("h2").InnerTextAsync();
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^No answer") }).ClickAsync();
        await Expect(nurse.GetByText("The call is noted")).ToBeVisibleAsync();
        row = nurse.Locator(".wb-work").Filter(new() { HasText = name });
        await Expect(row).ToContainTextAsync("no answer");

        await row.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Ask by telephone") }).ClickAsync();
        await DemoSite.ExpectAccessible(nurse);
        await DemoSite.Picture(nurse, "phone-check-in");
        await DemoSite.ExpectNoSidewaysScroll(nurse);
        await nurse.GetByLabel("Anything else they said").FillAsync("Sleeping badly.");
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Save the check-in" }).ClickAsync();
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a number from 0 to 10");
        await Expect(nurse.GetByLabel("Anything else they said")).ToHaveValueAsync("Sleeping badly."); // Nothing typed is lost.

        await nurse.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await nurse
            .GetByRole(AriaRole.Group, new() { NameRegex = new Regex("everyday", RegexOptions.IgnoreCase) })
            .GetByRole(AriaRole.Radio)
            .First.CheckAsync();
        await nurse.GetByRole(AriaRole.Radio, new() { Name = "About the same" }).CheckAsync();
        await nurse.GetByRole(AriaRole.Button, new() { Name = "Save the check-in" }).ClickAsync();
        await Expect(nurse.GetByText("The check-in is saved")).ToBeVisibleAsync();
        await Expect(nurse.Locator("h1")).ToHaveTextAsync(name);
        await Expect(nurse.Locator("main")).ToContainTextAsync("By telephone, entered by");
        await DemoSite.Picture(nurse, "person-after-call");

        await nurse.GetByRole(AriaRole.Link, new() { Name = "Not heard from" }).First.ClickAsync();
        await Expect(nurse.Locator(".wb-work").Filter(new() { HasText = name })).ToHaveCountAsync(0);
        site.ExpectQuietScripts();
    }
}
